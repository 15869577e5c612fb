using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Regions;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Gates;

/// <summary>What the gates look at: the table that came, and what the register held before.</summary>
/// <param name="Table">The new table.</param>
/// <param name="Shape">How the table was built at the last release; null before the first.</param>
/// <param name="Measures">The measures' columns before and after.</param>
internal sealed record GateInput(RegisterTable Table, TableShape? Shape, IReadOnlyList<MeasureColumns> Measures)
{
    public Register Register => Table.Register;
}

/// <summary>A measure's columns in a register, by division and period.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Before">As of the last release; empty before the first.</param>
/// <param name="After">As the new table has them; empty if the table does not have the measure.</param>
internal sealed record MeasureColumns(
    Measure Measure,
    IReadOnlyDictionary<ColumnPlace, Column> Before,
    IReadOnlyDictionary<ColumnPlace, Column> After)
{
    /// <summary>The last earlier period of the same division among these columns, or null.</summary>
    public static ColumnPlace? PeriodBefore(IReadOnlyDictionary<ColumnPlace, Column> columns, ColumnPlace place) =>
        columns.Keys
            .Where(k => k.Division == place.Division && string.CompareOrdinal(k.Period, place.Period) < 0)
            .OrderByDescending(k => k.Period, StringComparer.Ordinal)
            .Select(k => (ColumnPlace?)k)
            .FirstOrDefault();
}

/// <summary>A division and a period.</summary>
internal readonly record struct ColumnPlace(string Division, string Period)
{
    /// <summary>E.g. <c>RegSO2020 2023</c>.</summary>
    public override string ToString() => $"{Division} {Period}";
}
