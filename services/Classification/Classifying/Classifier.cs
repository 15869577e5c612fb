using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics;

namespace Utanforskap.Classification.Classifying;

/// <summary>Classifies the areas of one (division, period). Pure; areas are taken in code order, so the same inputs give the same bits.</summary>
internal static class Classifier
{
    /// <summary>Classifies by a method's rule.</summary>
    /// <param name="method">The method.</param>
    /// <param name="inputs">The columns of <see cref="ClassRule.Needs"/>, in its order.</param>
    /// <exception cref="RefusedResultException">The result fails a check.</exception>
    public static ClassifiedAreas Classify(MethodDefinition method, IReadOnlyList<Column> inputs)
    {
        var result = method.Rule switch
        {
            PublishedClass => Published(inputs[0], method.Classes.Count),
            MeanIndex rule => ByIndex(rule, inputs),
            _ => throw new InvalidOperationException($"{method.Id} has a rule that nothing here computes."),
        };
        Check(result);
        return result;
    }

    private static ClassifiedAreas Published(Column published, int classes)
    {
        var areas = AreasOf([published]);
        var values = ValuesOver(areas, published);
        for (var i = 0; i < areas.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (values[i] != Math.Floor(values[i]) || values[i] < 1 || values[i] > classes))
            {
                throw new RefusedResultException($"{areas[i]} has the published class {values[i]}, which is none of 1 to {classes}.");
            }
        }

        return new ClassifiedAreas(new Column(areas, values, StatusOf(values)), null, null);
    }

    private static ClassifiedAreas ByIndex(MeanIndex rule, IReadOnlyList<Column> inputs)
    {
        var areas = AreasOf(inputs);
        var means = PartsMean.Of([.. inputs.Select(c => ValuesOver(areas, c))]);
        if (LimitsOf(rule, means) is not { } limits)
        {
            throw new RefusedResultException("No area has all inputs.");
        }

        var index = new Column(areas, means, StatusOf(means));
        var classes = means.Select(v => double.IsNaN(v) ? double.NaN : limits.ClassOf(v)).ToArray();
        return new ClassifiedAreas(new Column(areas, classes, StatusOf(classes)), index, limits);
    }

    /// <summary>The limits that a list of index values gives; null where none has a value.</summary>
    public static DeviationClasses? LimitsOf(MeanIndex rule, double[] index)
    {
        double[] values = [.. index.Where(v => !double.IsNaN(v))];
        return values.Length == 0 ? null : DeviationClasses.Of(Spread.OfPopulation(values), [.. rule.Cuts]);
    }

    private static void Check(ClassifiedAreas result)
    {
        var classified = result.Classes.Values.Where(c => !double.IsNaN(c)).ToList();
        if (classified.Count == 0)
        {
            throw new RefusedResultException("No area has a class.");
        }

        if (classified.All(c => c == classified[0]))
        {
            throw new RefusedResultException($"All {classified.Count} areas are in class {classified[0]}.");
        }
    }

    /// <summary>The areas that any input has; not those that are gone, or of another division.</summary>
    private static string[] AreasOf(IReadOnlyList<Column> inputs) =>
    [
        .. inputs.SelectMany(c => c.Areas.Where((_, i) => c.Status[i] is not (FigureStatus.Withdrawn or FigureStatus.OutsideDivision)))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static FigureStatus[] StatusOf(double[] values) =>
        [.. values.Select(v => double.IsNaN(v) ? FigureStatus.NotComputable : FigureStatus.Figure)];

    private static double[] ValuesOver(string[] areas, Column column)
    {
        if (areas.AsSpan().SequenceEqual(column.Areas))
        {
            return column.Values;
        }

        var values = new double[areas.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var place = column.IndexOf(areas[i]);
            values[i] = place < 0 ? double.NaN : column.Values[place];
        }

        return values;
    }
}
