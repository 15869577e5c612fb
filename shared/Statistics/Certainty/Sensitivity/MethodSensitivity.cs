using Utanforskap.Statistics.Certainty.Layers;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;

namespace Utanforskap.Statistics.Certainty.Sensitivity;

/// <summary>Which choices of method matter.</summary>
public static class MethodSensitivity
{
    /// <summary>Sobol indices of the choices that the definition states, for how ranks and classes differ from those by the definition's own choices.</summary>
    /// <param name="definition">An index that states choices.</param>
    /// <param name="figures">The figures.</param>
    /// <param name="samples">Points of each hypercube, from 2; the index is computed (choices + 2) times as often.</param>
    /// <param name="options">The seed and the threads; its draws are not read.</param>
    /// <param name="period">The year of the run, where inputs have a highest age; else null.</param>
    /// <exception cref="IndexException">The definition states no choices, or its figures do not allow one of them.</exception>
    public static ChoiceSensitivity Of(IndexDefinition definition, IndexFigures figures, int samples, DrawOptions options, int? period = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(options);
        var model = CertaintyComputation.Stated(definition, CertaintyLayer.Choice);
        string[] targets = model.Ranked is { } id ? [model.Target, id] : [model.Target];
        var choices = new ChoiceDraws(definition, figures, period, targets);
        var ownClasses = choices.Central[model.Target].ToArray();
        var ownRanks = model.Ranked is { } ranked ? (int[])Ranking.Of(choices.Central[ranked]).Clone() : null;
        var outputs = SobolIndices.Of(choices.Names.Count, 2, samples, options, () =>
        {
            var workspaces = choices.Plans.Select(plan => new Workspace(plan)).ToArray();
            return (point, differences) =>
            {
                var workspace = choices.At(point, workspaces);
                workspace.Plan.Run(workspace);
                differences[0] = ownRanks is null ? 0 : Differences.OfRanks(ownRanks, Ranking.Of(workspace.Values(workspace.Plan[model.Ranked!])));
                differences[1] = Differences.OfClasses(ownClasses, workspace.Values(workspace.Plan[model.Target]));
            };
        });
        return new ChoiceSensitivity(choices.Names, samples, options.Seed, ownRanks is null ? null : outputs[0], outputs[1]);
    }

    /// <summary>What becomes of ranks and classes where an indicator is left out of every combination, one indicator at a time; those that nothing would be left without are not listed.</summary>
    /// <param name="definition">An index that states its certainty (which series of classes and ranks are meant).</param>
    /// <param name="figures">The figures.</param>
    /// <param name="period">The year of the run, where inputs have a highest age; else null.</param>
    public static IReadOnlyList<DropEffect> DropOne(IndexDefinition definition, IndexFigures figures, int? period = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var model = definition.Certainty ?? throw new IndexException("the definition has no section \"certainty\", so it is not said which classes and ranks are meant.");
        var whole = IndexComputation.Compute(definition, figures, period, log: false);
        var ranks = model.Ranked is { } ranked ? (int[])Ranking.Of(whole[ranked]).Clone() : null;
        var effects = new List<DropEffect>();
        foreach (var input in definition.Inputs)
        {
            if (Without(definition, input.Id) is { } rest)
            {
                var run = IndexComputation.Compute(rest, figures, period, log: false);
                effects.Add(new DropEffect(
                    input.Id,
                    ranks is null || rest.Series.All(series => series.Id != model.Ranked) ? null : Differences.OfRanks(ranks, Ranking.Of(run[model.Ranked!])),
                    (int)Differences.OfClasses(whole[model.Target], run[model.Target])));
            }
        }

        return effects;
    }

    /// <summary>The definition without an input and what is made of it alone; null if no combination would change, or its classes would have nothing left.</summary>
    private static IndexDefinition? Without(IndexDefinition definition, string input)
    {
        var gone = new HashSet<string>([input], StringComparer.Ordinal);
        var (kept, changed) = (new List<Series>(), false);
        foreach (var series in definition.Series)
        {
            switch (series.Origin)
            {
                case Combination combination when combination.Parts.Any(part => gone.Contains(part.Id)):
                    var parts = combination.Parts.Where(part => !gone.Contains(part.Id)).ToArray();
                    if (parts.Length == 0 || (combination.Kind == CombinationKind.Mean && parts.Sum(part => part.Weight) == 0))
                    {
                        gone.Add(series.Id);
                    }
                    else
                    {
                        changed = true;
                        kept.Add(series with { Origin = combination with { Parts = parts, Count = Math.Min(combination.Count, parts.Length) } });
                    }

                    break;
                case From or Ratio when series.Origin.Sources.Any(gone.Contains):
                    gone.Add(series.Id);
                    break;
                default:
                    kept.Add(series);
                    break;
            }
        }

        var isWeight = kept.Exists(series => series.Steps.Any(step => step.Weight is { } weight && gone.Contains(weight)));
        return !changed || isWeight || gone.Contains(definition.Certainty!.Target)
            ? null
            : definition with
            {
                Inputs = [.. definition.Inputs.Where(one => one.Id != input)],
                Areas = definition.Areas with { Require = [.. definition.Areas.Require.Where(id => id != input)] },
                Series = kept,
                Summaries = [],
            };
    }
}

/// <summary>How two runs differ.</summary>
internal static class Differences
{
    /// <summary>The mean absolute change of rank over the areas that have one in both; 0 of none.</summary>
    public static double OfRanks(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        long sum = 0, count = 0;
        for (var area = 0; area < before.Length; area++)
        {
            if (before[area] > 0 && after[area] > 0)
            {
                sum += Math.Abs(before[area] - after[area]);
                count++;
            }
        }

        return count == 0 ? 0 : (double)sum / count;
    }

    /// <summary>How many areas have another class, or one where they had none, or none where they had one.</summary>
    public static double OfClasses(ReadOnlySpan<double> before, ReadOnlySpan<double> after)
    {
        var count = 0;
        for (var area = 0; area < before.Length; area++)
        {
            count += before[area].Equals(after[area]) ? 0 : 1;
        }

        return count;
    }
}

/// <summary>Which choices matter for ranks and classes.</summary>
/// <param name="Choices">The choices' names, in the order of the factors: <c>weight series/part</c>, <c>limit series/1</c>, or that of alternatives.</param>
/// <param name="Samples">Points of each hypercube.</param>
/// <param name="Seed">The seed.</param>
/// <param name="RankChange">For the mean absolute change of rank; null where there are no ranks.</param>
/// <param name="ClassChanges">For the number of areas that change class.</param>
public sealed record ChoiceSensitivity(IReadOnlyList<string> Choices, int Samples, ulong Seed, OutputSensitivity? RankChange, OutputSensitivity ClassChanges);

/// <summary>What leaving out an indicator does.</summary>
/// <param name="Input">The indicator.</param>
/// <param name="RankChange">The mean absolute change of rank; null where there are no ranks.</param>
/// <param name="ClassChanges">How many areas change class.</param>
public sealed record DropEffect(string Input, double? RankChange, int ClassChanges);
