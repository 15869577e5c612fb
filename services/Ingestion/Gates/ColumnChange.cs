using Utanforskap.Ingestion.Catalogue;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Gates;

/// <summary>
/// How the areas of a column moved between two states, each in the unit of its measure's kind: the logarithm of the ratio for counts, the
/// difference over the mean of both for amounts (which may be zero or negative), points for shares and indices, steps for classes.
/// </summary>
internal sealed class ColumnChange
{
    // Counts are compared as (b+50)/(a+50): from 5 to 40 dwellings in a small area is one new house, not eight times as many.
    private const double CountOffset = 50;

    private ColumnChange(string[] areas, double[] moves, MeasureKind kind)
    {
        Areas = areas;
        Shift = kind == MeasureKind.Class ? 0 : Quantile(moves, 0.5);
        Beside = [.. moves.Select(m => Math.Abs(m - Shift))];
        Spread = kind == MeasureKind.Class ? Share(moves) : Quantile(Beside, 0.9);
        Tail = Quantile(Beside, 0.99);
    }

    /// <summary>The areas that have figures in both states.</summary>
    public string[] Areas { get; }

    /// <summary>Move of the middle area.</summary>
    public double Shift { get; }

    /// <summary>How far nine areas in ten moved beside the middle one; for classes the share of areas that moved.</summary>
    public double Spread { get; }

    /// <summary>How far all but one area in a hundred moved beside the middle one.</summary>
    public double Tail { get; }

    /// <summary>For each area how far it moved beside the middle one.</summary>
    public double[] Beside { get; }

    public static ColumnChange Between(Column before, Column after, MeasureKind kind)
    {
        var areas = new List<string>(after.Areas.Length);
        var moves = new List<double>(after.Areas.Length);
        for (int from = 0, to = 0; from < before.Areas.Length && to < after.Areas.Length;)
        {
            var order = string.CompareOrdinal(before.Areas[from], after.Areas[to]);
            if (order == 0 && Column.HasFigure(before.Status[from]) && Column.HasFigure(after.Status[to])
                && Move(before.Values[from], after.Values[to], kind) is var move && double.IsFinite(move))
            {
                areas.Add(after.Areas[to]);
                moves.Add(move);
            }

            from += order <= 0 ? 1 : 0;
            to += order >= 0 ? 1 : 0;
        }

        return new ColumnChange([.. areas], [.. moves], kind);
    }

    private static double Move(double before, double after, MeasureKind kind) => kind switch
    {
        MeasureKind.Count => Math.Log((Math.Max(after, 0) + CountOffset) / (Math.Max(before, 0) + CountOffset)),
        MeasureKind.Amount => before == after ? 0 : 2 * (after - before) / (Math.Abs(after) + Math.Abs(before)),
        _ => after - before,
    };

    private static double Quantile(double[] values, double q)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(q * sorted.Length) - 1];
    }

    private static double Share(double[] moves) => moves.Length == 0 ? 0 : (double)moves.Count(m => m != 0) / moves.Length;
}
