using Utanforskap.Classification.Methods;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Classification.Classifying;

/// <summary>Results of an index: class, value, needs, distance to the nearest limit, and how sure the class is.</summary>
internal static class IndexClassification
{
    /// <summary>Computes them.</summary>
    /// <exception cref="IndexException">The figures do not allow it.</exception>
    public static MethodResult Of(IndexRule rule, TargetFigures figures)
    {
        var read = figures.ToIndexFigures(rule);
        var run = IndexComputation.Compute(rule.Definition, read, figures.Year, log: false);
        var limits = LimitsOf(rule, run);
        var parts = new List<KeyValuePair<string, Column>>();
        foreach (var need in rule.Needs)
        {
            parts.Add(Part(need.PartId, run[need.Series].ToArray()));
            if (IndexRule.LimitedBy(rule.Definition, need) is { } limited)
            {
                var limit = run.Fits[need.Series].Steps[0].Whole?.Frozen as Limit;
                parts.Add(Part(IndexRule.DistanceOf(need), [.. run[limited].ToArray().Select(v => Beyond(v, limit))]));
            }
        }

        if (rule.Value is { } value)
        {
            var (index, classes) = (run[value].ToArray(), run[rule.Class].ToArray());
            parts.Add(Part(IndexRule.Distance, [.. index.Select((v, area) => double.IsNaN(classes[area]) ? double.NaN : Distance(v, limits))]));
        }

        if (rule.IsAssessment)
        {
            var possible = Enumerable.Range(0, figures.Areas.Length).Select(area => run.PossibleClasses(rule.Class, area)).ToList();
            parts.Add(Part(IndexRule.LowestClass, [.. possible.Select(classes => classes?.Lowest ?? double.NaN)]));
            parts.Add(Part(IndexRule.HighestClass, [.. possible.Select(classes => classes?.Highest ?? double.NaN)]));
        }

        foreach (var layer in rule.Definition.Certainty?.Layers ?? [])
        {
            parts.AddRange(Certain(rule, figures, read, layer).Select(part => Part(part.Key, part.Value)));
        }

        return new MethodResult(
            figures.Target.Division,
            MethodResult.ColumnOf(figures.Areas, run[rule.Class].ToArray()),
            rule.Value is null ? null : MethodResult.ColumnOf(figures.Areas, run[rule.Value].ToArray()),
            parts,
            limits);

        KeyValuePair<string, Column> Part(string id, double[] values) => KeyValuePair.Create(id, MethodResult.ColumnOf(figures.Areas, values));
    }

    /// <summary>
    /// The limits that cut the shown index into classes, from the highest: those of its classes, or of an assessment whose index is how many flags are 1 the counts that it
    /// asks for. Empty where the classes are not cut from the index.
    /// </summary>
    public static IReadOnlyList<double> LimitsOf(IndexRule rule, IndexRun run)
    {
        var series = rule.Definition.Series.Single(one => one.Id == rule.Class);
        if (rule.IsAssessment)
        {
            return CountsOf(rule, (Combination)series.Origin);
        }

        return series is { Origin: From { Id: var from }, Steps: [Classes] } && from == rule.Value && run.Fits[series.Id].Steps[0].Whole?.Frozen is Classes { By: ClassesBy.Limits } cut
            ? cut.Cuts
            : [];
    }

    /// <summary>How far a value lies on the side of a limit that counts; missing where the limit could not be set, or differs between groups of areas.</summary>
    private static double Beyond(double value, Limit? limit) => limit is not { Value: { } at, Side: var side } ? double.NaN
        : side is Side.AtLeast or Side.Above ? value - at
        : at - value;

    private static IReadOnlyList<double> CountsOf(IndexRule rule, Combination first)
    {
        var counts = first.Parts.Select(part => Find(part.Id) is { Origin: Combination { Kind: CombinationKind.AtLeast } counted, Steps: [] } ? counted : null).ToList();
        return Find(rule.Value) is { Origin: Combination { Kind: CombinationKind.Sum, Renormalise: false } sum, Steps: [] } && sum.Parts.All(part => part.Weight == 1)
            && counts.All(counted => counted is not null && counted.Sources.ToHashSet(StringComparer.Ordinal).SetEquals(sum.Sources))
            && counts.Zip(counts.Skip(1)).All(pair => pair.First!.Count > pair.Second!.Count)
            ? [.. counts.Select(counted => (double)counted!.Count)]
            : [];

        Series? Find(string? id) => rule.Definition.Series.FirstOrDefault(one => one.Id == id);
    }

    /// <summary>Value less the nearest limit, the higher of two equally near; missing where there is none.</summary>
    private static double Distance(double value, IReadOnlyList<double> limits) =>
        double.IsNaN(value) || limits.Count == 0 ? double.NaN : limits.Select(limit => value - limit).MinBy(Math.Abs);

    /// <summary>The parts of a layer; all missing where what it needs besides the inputs (such as populations) is not there yet, or where too little of it is.</summary>
    private static List<KeyValuePair<string, double[]>> Certain(IndexRule rule, TargetFigures figures, IndexFigures index, CertaintyLayer layer)
    {
        var (probability, decided) = (new double[figures.Areas.Length], new double[figures.Areas.Length]);
        Array.Fill(probability, double.NaN);
        Array.Fill(decided, double.NaN);
        if (LayerFigures.Of(rule, figures, index, layer) is { } known)
        {
            var certainty = CertaintyComputation.Compute(rule.OfClasses, known, layer, new DrawOptions(rule.Draws, rule.Seed), figures.Year);
            for (var area = 0; area < probability.Length; area++)
            {
                var one = certainty.Areas[area];
                probability[area] = one.Category is { } category ? one.Probabilities[certainty.Categories.Index().First(c => c.Item == category).Index] : double.NaN;
                decided[area] = one.Category is null ? double.NaN : one.IsDecided ? 1 : 0;
            }
        }

        var parts = new List<KeyValuePair<string, double[]>> { new(IndexRule.Probability(layer), probability) };
        if (layer == CertaintyLayer.Precision)
        {
            parts.Add(new(IndexRule.Decided, decided));
        }

        return parts;
    }
}
