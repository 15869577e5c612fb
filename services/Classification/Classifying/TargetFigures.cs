using System.Globalization;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.Classifying;

/// <summary>The figures of one (division, period) that a method reads, over all its areas in code order.</summary>
internal sealed class TargetFigures
{
    private readonly IReadOnlyDictionary<string, double[]> _columns;

    private TargetFigures(Target target, string[] areas, IReadOnlyDictionary<string, double[]> columns) =>
        (Target, Areas, _columns) = (target, areas, columns);

    public Target Target { get; }

    /// <summary>The areas that any input which the method waits for has; not those that are gone, or of another division.</summary>
    public string[] Areas { get; }

    /// <summary>The period's year, where it begins with one.</summary>
    public int? Year => YearOf(Target.Period);

    /// <summary>An indicator's values, one per area; NaN where it has none.</summary>
    public double[] this[string indicator] => _columns[indicator];

    /// <summary>Whether an indicator has figures at all.</summary>
    public bool Has(string indicator) => Target.PeriodOf(indicator) is not null;

    /// <summary>The year of a period that begins with one; null for others.</summary>
    public static int? YearOf(string period) =>
        period.Length >= 4 && int.TryParse(period.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year : null;

    /// <summary>Puts a target's figures together.</summary>
    /// <param name="target">The target.</param>
    /// <param name="columns">The columns that it has selected, as read.</param>
    public static TargetFigures Of(Target target, IReadOnlyDictionary<ColumnKey, Column> columns)
    {
        var selected = target.Inputs.Select(i => (i.Input, Column: i.Period is null ? null : columns.GetValueOrDefault(target.KeyOf(i)))).ToList();
        string[] areas = [.. selected.Where(s => s is { Input.IsOptional: false, Column: not null })
            .SelectMany(s => s.Column!.Areas.Where((_, i) => s.Column.Status[i] is not (FigureStatus.Withdrawn or FigureStatus.OutsideDivision)))
            .Distinct().Order(StringComparer.Ordinal)];
        return new(target, areas, selected.ToDictionary(s => s.Input.Indicator, s => Over(areas, s.Column), StringComparer.Ordinal));
    }

    /// <summary>The figures as the statistics engine reads them.</summary>
    /// <param name="rule">Whose columns; a column with the year that an input's figures are of is filled in.</param>
    public IndexFigures ToIndexFigures(IndexRule rule) => ToIndexFigures(rule.Definition.Inputs);

    /// <summary>The figures as the statistics engine reads them.</summary>
    /// <param name="inputs">Of one definition, or of several that read the same figures; a column with the year that an input's figures are of is filled in, by the last that names it.</param>
    public IndexFigures ToIndexFigures(IEnumerable<Input> inputs)
    {
        var numbers = new Dictionary<string, double[]>(_columns, StringComparer.Ordinal);
        foreach (var input in inputs)
        {
            if (input.PeriodColumn is { } column)
            {
                var year = new double[Areas.Length];
                Array.Fill(year, Target.PeriodOf(input.Source.Column) is { } period && YearOf(period) is { } known ? known : double.NaN);
                numbers[column] = year;
            }
        }

        return new IndexFigures(
            Areas, numbers, groups: null, Target.Inputs.ToDictionary(i => i.Input.Indicator, i => i.Version.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal));
    }

    private static double[] Over(string[] areas, Column? column)
    {
        if (column is not null && areas.AsSpan().SequenceEqual(column.Areas))
        {
            return column.Values;
        }

        var values = new double[areas.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column is not null && column.IndexOf(areas[i]) is >= 0 and var place ? column.Values[place] : double.NaN;
        }

        return values;
    }
}
