using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Definitions;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics;

namespace Utanforskap.Indicators.Computing;

/// <summary>
/// Numerator and denominator of one area, or summed over several in area order. Missing is not zero: if any input lacks a figure there is no
/// value; its status is the inputs' own where they all share one, else <see cref="FigureStatus.NotComputable"/>.
/// </summary>
internal struct FormulaSum
{
    private CompensatedSum _numerator;
    private CompensatedSum _denominator;
    private FigureStatus? _status;
    private bool _hasGap;

    /// <summary>Adds an area.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="columns">Its measures' cells, in the order of <see cref="Formula.Measures"/>.</param>
    /// <param name="places">For each term of numerator and denominator, its measure's place in <paramref name="columns"/>.</param>
    /// <param name="area">The area's place.</param>
    public void Add(Formula formula, AlignedColumn[] columns, FormulaPlaces places, int area)
    {
        foreach (var column in columns)
        {
            Note(column.Status[area]);
        }

        for (var i = 0; i < places.Numerator.Length; i++)
        {
            _numerator.Add(formula.Numerator[i].Factor * columns[places.Numerator[i]].Values[area]);
        }

        for (var i = 0; i < places.Denominator.Length; i++)
        {
            _denominator.Add(formula.Denominator[i].Factor * columns[places.Denominator[i]].Values[area]);
        }
    }

    /// <summary>The value; an overflow is an <see cref="OverflowException"/>.</summary>
    public readonly (double Value, FigureStatus Status) Result(Formula formula)
    {
        if (_hasGap)
        {
            return (double.NaN, _status is { } status && !Column.HasFigure(status) ? status : FigureStatus.NotComputable);
        }

        if (formula.Denominator.Count > 0 && _denominator.Value == 0)
        {
            return (double.NaN, FigureStatus.NotComputable);
        }

        var value = formula.Denominator.Count == 0
            ? formula.Factor * _numerator.Value
            : formula.Factor * _numerator.Value / _denominator.Value;
        return double.IsFinite(value) ? (value, FigureStatus.Figure) : throw new OverflowException("The value is too large for a number.");
    }

    private void Note(FigureStatus status)
    {
        // Figure and nil are both figures, so they never contradict each other.
        var kind = status == FigureStatus.Nil ? FigureStatus.Figure : status;
        _status = _status is null || _status == kind ? kind : FigureStatus.NotComputable;
        _hasGap |= !Column.HasFigure(status);
    }
}

/// <summary>For each term of a formula, the place of its measure in <see cref="Formula.Measures"/>.</summary>
internal sealed record FormulaPlaces(int[] Numerator, int[] Denominator)
{
    public static FormulaPlaces Of(Formula formula)
    {
        var measures = formula.Measures.Index().ToDictionary(m => m.Item, m => m.Index);
        return new([.. formula.Numerator.Select(t => measures[t.Measure])], [.. formula.Denominator.Select(t => measures[t.Measure])]);
    }
}
