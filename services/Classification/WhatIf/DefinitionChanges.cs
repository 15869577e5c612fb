using System.Globalization;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Classification.WhatIf;

/// <summary>
/// Changes an index by parameters: <c>weight.SERIES.PART</c> is a part's weight, <c>limit.SERIES</c> the limit of a flag or the limits between classes (in the unit that the definition
/// uses: deviations, a percentile, the figure's own), <c>count.SERIES</c> how many flags it takes. Pure.
/// </summary>
internal static class DefinitionChanges
{
    private const double Largest = 1e9;

    /// <summary>The rule with the changes; certainty is left out, since it belongs to the definition as it is.</summary>
    /// <exception cref="WhatIfProblem">A change that cannot be made.</exception>
    public static IndexRule Apply(IndexRule rule, IReadOnlyList<WhatIfChange> changes)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (changes.Count == 0)
        {
            throw new WhatIfProblem("Say what is to be changed.") { Allowed = Possible(rule.Definition) };
        }

        return rule.Over(changes.Aggregate(rule.Definition, Apply));
    }

    /// <summary>What can be changed, each with its value now.</summary>
    public static IReadOnlyList<string> Possible(IndexDefinition definition) => [.. Values(definition).Select(p => $"{p.Parameter}={p.Value}")];

    private static IEnumerable<(string Parameter, string Value)> Values(IndexDefinition definition)
    {
        foreach (var series in definition.Series)
        {
            if (series.Origin is Combination combination)
            {
                foreach (var part in IsWeighted(combination) ? combination.Parts : [])
                {
                    yield return ($"weight.{series.Id}.{part.Id}", Text(part.Weight));
                }

                if (combination.Kind == CombinationKind.AtLeast)
                {
                    yield return ($"count.{series.Id}", combination.Count.ToString(CultureInfo.InvariantCulture));
                }
            }

            if (LimitOf(series) is { } step)
            {
                yield return ($"limit.{series.Id}", step switch
                {
                    Limit limit => Text((limit.Value ?? limit.Deviations ?? limit.Percentile ?? limit.OfMedian)!.Value),
                    _ => string.Join(',', ((Classes)step).Cuts.Select(Text)),
                });
            }
        }
    }

    private static IndexDefinition Apply(IndexDefinition definition, WhatIfChange change)
    {
        if (!Values(definition).Any(p => p.Parameter == change.Parameter))
        {
            throw new WhatIfProblem($"There is no {change.Parameter} to change; {NearestName.Advice(change.Parameter, [.. Values(definition).Select(p => p.Parameter)])}.")
            {
                Parameter = change.Parameter, Allowed = Possible(definition),
            };
        }

        // Ids are slugs, so they have no dots.
        var name = change.Parameter.Split('.');
        return definition with
        {
            Series = [.. definition.Series.Select(series => series.Id != name[1] ? series : name[0] switch
            {
                "weight" => Weighted(series, name[2], change),
                "count" => Counted(series, change),
                _ => Limited(series, change),
            })],
        };
    }

    private static Series Weighted(Series series, string part, WhatIfChange change)
    {
        var (combination, weight) = ((Combination)series.Origin, Number(change, change.Value));
        return series with { Origin = combination with { Parts = [.. combination.Parts.Select(p => p.Id == part ? p with { Weight = weight } : p)] } };
    }

    private static Series Counted(Series series, WhatIfChange change)
    {
        var combination = (Combination)series.Origin;
        return int.TryParse(change.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= combination.Parts.Count
            ? series with { Origin = combination with { Count = count } }
            : throw Wrong(change, $"a whole number from 1 to {combination.Parts.Count}");
    }

    private static Series Limited(Series series, WhatIfChange change)
    {
        var old = LimitOf(series)!;
        Step step;
        if (old is Classes classes)
        {
            double[] cuts = [.. change.Value.Split(',').Select(text => Number(change, text))];
            step = cuts.Length == classes.Cuts.Count
                ? classes with { Cuts = cuts }
                : throw Wrong(change, $"{classes.Cuts.Count} numbers with commas between, since the classes have names");
        }
        else
        {
            var (limit, number) = ((Limit)old, Number(change, change.Value));
            step = limit with
            {
                Value = limit.Value is null ? null : number,
                Deviations = limit.Deviations is null ? null : number,
                Percentile = limit.Percentile is null ? null : number,
                OfMedian = limit.OfMedian is null ? null : number,
            };
        }

        return step.Mistake is { } mistake
            ? throw new WhatIfProblem($"{change.Parameter}={change.Value} cannot be: {mistake}.") { Parameter = change.Parameter }
            : series with { Steps = [.. series.Steps.Select(s => ReferenceEquals(s, old) ? step : s)] };
    }

    private static bool IsWeighted(Combination combination) =>
        combination is { Weighting: Weighting.Given or Weighting.Optimised, Kind: CombinationKind.Mean or CombinationKind.Sum or CombinationKind.GeometricMean
            or CombinationKind.HarmonicMean or CombinationKind.PowerMean };

    /// <summary>The last step that sets limits which are numbers in the definition.</summary>
    private static Step? LimitOf(Series series) => series.Steps.LastOrDefault(step => step is Limit or Classes { By: ClassesBy.Limits or ClassesBy.Deviations });

    private static double Number(WhatIfChange change, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= Largest
            ? number
            : throw Wrong(change, "a number with a decimal point, as in 12.5");

    private static WhatIfProblem Wrong(WhatIfChange change, string expected) =>
        new($"'{change.Value}' cannot be the value of {change.Parameter}, which is {expected}.") { Parameter = change.Parameter };

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
