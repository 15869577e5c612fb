using System.Globalization;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Gates;

/// <summary>Whether every figure can be: within its measure's range, and whole where it counts something.</summary>
internal static class PossibilityGate
{
    public static void Check(GateInput input, Reasons reasons)
    {
        foreach (var measure in input.Measures)
        {
            foreach (var (place, column) in measure.After)
            {
                for (var i = 0; i < column.Areas.Length; i++)
                {
                    if (Column.HasFigure(column.Status[i]) && Problem(measure.Measure, column.Values[i]) is { } problem)
                    {
                        reasons.Add(GateNames.Impossible, $"{measure.Measure.Id} {place} {column.Areas[i]}", problem);
                    }
                }
            }
        }
    }

    private static string? Problem(Measure measure, double value)
    {
        var shown = value.ToString(CultureInfo.InvariantCulture);
        return value < measure.Minimum ? string.Create(CultureInfo.InvariantCulture, $"{measure.Id} is {shown}, but cannot be below {measure.Minimum}.")
            : value > measure.Maximum ? string.Create(CultureInfo.InvariantCulture, $"{measure.Id} is {shown}, but cannot be above {measure.Maximum}.")
            : measure.Kind is MeasureKind.Count or MeasureKind.Class && value != Math.Floor(value) ? $"{measure.Id} is {shown}, but must be a whole number."
            : null;
    }
}
