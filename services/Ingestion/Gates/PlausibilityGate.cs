using System.Globalization;
using Utanforskap.Ingestion.Catalogue;

namespace Utanforskap.Ingestion.Gates;

/// <summary>
/// Whether figures move as the register's own history lets one expect: the middle area (a unit that changed, a factor of thousand), nine areas in ten
/// (rows that slid against each other), and each area by itself. A limit is the catalogue's floor, or a multiple of the widest earlier move
/// from one period to the next where that is more.
/// </summary>
internal static class PlausibilityGate
{
    // Of fewer areas the middle one says little about the others.
    private const int FewAreas = 20;

    public static void Check(GateInput input, Reasons reasons)
    {
        foreach (var measure in input.Measures)
        {
            var limits = LimitsOf(measure, input.Register.Gates.Changes[measure.Measure.Id]);
            foreach (var (place, after) in measure.After.OrderBy(a => a.Key.Division, StringComparer.Ordinal).ThenBy(a => a.Key.Period, StringComparer.Ordinal))
            {
                if (measure.Before.TryGetValue(place, out var revised))
                {
                    Check(measure.Measure, place, ColumnChange.Between(revised, after, measure.Measure.Kind), limits, "the last release", reasons);
                }
                else if ((MeasureColumns.PeriodBefore(measure.After, place) ?? MeasureColumns.PeriodBefore(measure.Before, place)) is { } neighbour)
                {
                    var before = measure.After.TryGetValue(neighbour, out var column) ? column : measure.Before[neighbour];
                    Check(measure.Measure, place, ColumnChange.Between(before, after, measure.Measure.Kind), limits, neighbour.Period, reasons);
                }
            }
        }
    }

    private static void Check(Measure measure, ColumnPlace place, ColumnChange change, ChangeLimits limits, string against, Reasons reasons)
    {
        var where = $"{measure.Id} {place}";
        if (change.Areas.Length >= FewAreas && Math.Abs(change.Shift) > limits.Shift)
        {
            reasons.Add(GateNames.Implausible, where,
                $"The middle area moved by {Show(measure.Kind, change.Shift)} against {against}; at most {Show(measure.Kind, limits.Shift)} is ordinary here.");
        }

        if (change.Areas.Length >= FewAreas && change.Spread > limits.Spread)
        {
            reasons.Add(GateNames.Implausible, where, measure.Kind == MeasureKind.Class
                ? string.Create(CultureInfo.InvariantCulture, $"{change.Spread:0.0%} of the areas moved against {against}; at most {limits.Spread:0.0%} is ordinary here.")
                : $"One area in ten moved by more than {Show(measure.Kind, change.Spread)} beside the others against {against}; at most {Show(measure.Kind, limits.Spread)} is ordinary here.");
        }

        for (var i = 0; i < change.Areas.Length; i++)
        {
            if (change.Beside[i] > limits.Cell)
            {
                reasons.Add(GateNames.Implausible, $"{where} {change.Areas[i]}",
                    $"{change.Areas[i]} moved by {Show(measure.Kind, change.Beside[i])} beside the others against {against}; at most {Show(measure.Kind, limits.Cell)} is ordinary here.");
            }
        }
    }

    private static ChangeLimits LimitsOf(MeasureColumns measure, ChangeLimits floor)
    {
        var (shift, spread, cell) = (floor.Shift, floor.Spread, floor.Cell);
        foreach (var (place, column) in measure.Before)
        {
            if (MeasureColumns.PeriodBefore(measure.Before, place) is not { } neighbour)
            {
                continue;
            }

            var change = ColumnChange.Between(measure.Before[neighbour], column, measure.Measure.Kind);
            shift = Math.Max(shift, floor.Factor * Math.Abs(change.Shift));
            spread = Math.Max(spread, floor.Factor * change.Spread);

            // One step of a class is a step however many areas take it.
            cell = measure.Measure.Kind == MeasureKind.Class ? cell : Math.Max(cell, floor.Factor * change.Tail);
        }

        return floor with { Shift = shift, Spread = spread, Cell = cell };
    }

    private static string Show(MeasureKind kind, double move) => kind switch
    {
        MeasureKind.Count => string.Create(CultureInfo.InvariantCulture, $"a factor of {Math.Exp(move):0.##}"),
        MeasureKind.Amount => string.Create(CultureInfo.InvariantCulture, $"{move:0.#%}"),
        MeasureKind.Share => string.Create(CultureInfo.InvariantCulture, $"{move:0.#} percentage points"),
        MeasureKind.Index => string.Create(CultureInfo.InvariantCulture, $"{move:0.#} points"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{move:0} steps"),
    };
}
