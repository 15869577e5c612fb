using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>
/// Probabilities by chance without draws, where the class of an area hangs on its own shares only and by fixed limits: of a single share the binomial chances of the counts that give each
/// class are added; k of n flags of independent shares follow the Poisson binomial distribution.
/// </summary>
internal static class ChanceExactly
{
    /// <summary>For each area the probabilities of the categories (all 0 where the area has none); null where draws are needed.</summary>
    public static double[][]? Of(IndexDefinition definition, ChanceDraws chance, int[] categories)
    {
        var model = definition.Certainty!.Chance!;
        var target = definition.Series.Single(series => series.Id == definition.Certainty.Target);
        var areas = chance.Central.Figures.Areas.Count;
        if (Chain(definition, target.Id) is { } chain)
        {
            return [.. Enumerable.Range(0, areas).Select(area => Chances(chain, chance, area, categories))];
        }

        if (target is not { Origin: Combination { Kind: CombinationKind.AtLeast } count, Steps.Count: 0 })
        {
            return null;
        }

        var flags = count.Parts.Select(part => Chain(definition, part.Id)).ToArray();
        var inputs = flags.Select(flag => flag?.Input).ToArray();
        var listed = model.Inputs.Select(input => input.Input).ToList();
        if (flags.Contains(null) || inputs.Distinct().Count() < inputs.Length
            || inputs.Any(a => inputs.Any(b => a != b && listed.IndexOf(a!) is var row and >= 0 && listed.IndexOf(b!) is var column and >= 0 && model.Correlation[row][column] != 0)))
        {
            return null;
        }

        return [.. Enumerable.Range(0, areas).Select(area => AtLeast(flags, count.Count, chance, area))];
    }

    /// <summary>The series as fixed mappings of a single input; null if it is not.</summary>
    private static (string Input, Func<double, double> Of)? Chain(IndexDefinition definition, string id)
    {
        if (definition.Inputs.Any(input => input.Id == id))
        {
            return (id, value => value);
        }

        var series = definition.Series.Single(one => one.Id == id);
        if (series.Origin is not From { Id: var from } || Chain(definition, from) is not var (input, before) || series.Steps.Any(step => step.Within is not null || !Settings.IsAbsolute(step)))
        {
            return null;
        }

        var mappings = series.Steps.Select(step => step.Fit([], [])).ToArray();
        return (input, value => mappings.Aggregate(before(value), (at, mapping) => mapping.Of(at)));
    }

    private static double[] Chances((string Input, Func<double, double> Of) chain, ChanceDraws chance, int area, int[] categories)
    {
        var chances = new double[categories.Length];
        if (chance.DistributionOf(chain.Input, area) is not { } binomial)
        {
            // A fixed input, or a missing one.
            var own = chain.Of(chance.Central[chain.Input][area]);
            if (!double.IsNaN(own))
            {
                chances[Array.IndexOf(categories, (int)own)] = 1;
            }

            return chances;
        }

        var (first, each) = binomial.Chances();
        var per = chance.Central.Definition.Certainty!.Chance!.Inputs.Single(one => one.Input == chain.Input).Per;
        for (var i = 0; i < each.Length; i++)
        {
            var category = chain.Of((first + i) * (per / binomial.Trials));
            if (!double.IsNaN(category))
            {
                chances[Array.IndexOf(categories, (int)category)] += each[i];
            }
        }

        return chances;
    }

    private static double[] AtLeast((string Input, Func<double, double> Of)?[] flags, int least, ChanceDraws chance, int area)
    {
        var (counts, missing) = (new double[flags.Length + 1], 0);
        counts[0] = 1;
        foreach (var flag in flags)
        {
            var chances = Chances(flag!.Value, chance, area, [0, 1]);
            if (chances[0] + chances[1] == 0)
            {
                missing++;
                continue;
            }

            for (var count = counts.Length - 1; count >= 0; count--)
            {
                counts[count] = (counts[count] * chances[0]) + (count > 0 ? counts[count - 1] * chances[1] : 0);
            }
        }

        // Missing flags leave open what they could decide.
        return [counts.Take(Math.Max(0, least - missing)).Sum(), counts.Skip(least).Sum()];
    }
}
