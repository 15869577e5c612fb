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
        var index = figures.ToIndexFigures(rule);
        var run = IndexComputation.Compute(rule.Definition, index, figures.Year, log: false);
        var limits = LimitsOf(rule, run);
        var parts = rule.Needs.Select(need => Part(need.PartId, run[need.Series].ToArray())).ToList();
        if (rule.Value is { } value)
        {
            parts.Add(Part(IndexRule.Distance, limits.Count == 0 ? Nothing() : [.. run[value].ToArray().Select(v => Distance(v, limits))]));
        }

        if (rule.HasPossibleClasses)
        {
            var possible = Enumerable.Range(0, figures.Areas.Length).Select(area => run.PossibleClasses(rule.Class, area)).ToList();
            parts.Add(Part(IndexRule.LowestClass, [.. possible.Select(classes => classes?.Lowest ?? double.NaN)]));
            parts.Add(Part(IndexRule.HighestClass, [.. possible.Select(classes => classes?.Highest ?? double.NaN)]));
        }

        foreach (var layer in rule.Definition.Certainty?.Layers ?? [])
        {
            parts.AddRange(Certain(rule, figures, index, layer).Select(part => Part(part.Key, part.Value)));
        }

        return new MethodResult(
            figures.Target.Division,
            MethodResult.ColumnOf(figures.Areas, run[rule.Class].ToArray()),
            rule.Value is null ? null : MethodResult.ColumnOf(figures.Areas, run[rule.Value].ToArray()),
            parts,
            limits);

        KeyValuePair<string, Column> Part(string id, double[] values) => KeyValuePair.Create(id, MethodResult.ColumnOf(figures.Areas, values));

        double[] Nothing()
        {
            var nothing = new double[figures.Areas.Length];
            Array.Fill(nothing, double.NaN);
            return nothing;
        }
    }

    /// <summary>The limits that cut the shown index into classes, from the highest; empty where the classes are not cut from it.</summary>
    public static IReadOnlyList<double> LimitsOf(IndexRule rule, IndexRun run)
    {
        var series = rule.Definition.Series.Single(one => one.Id == rule.Class);
        return series is { Origin: From { Id: var from }, Steps: [Classes] } && from == rule.Value && run.Fits[series.Id].Steps[0].Whole?.Frozen is Classes { By: ClassesBy.Limits } cut
            ? cut.Cuts
            : [];
    }

    /// <summary>Value less the nearest limit, the higher of two equally near.</summary>
    private static double Distance(double value, IReadOnlyList<double> limits) =>
        double.IsNaN(value) ? value : limits.Select(limit => value - limit).MinBy(Math.Abs);

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
