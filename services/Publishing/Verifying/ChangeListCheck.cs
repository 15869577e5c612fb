using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Verifying;

/// <summary>
/// Holds the change list of a publication's column against the results before and after it, as they are kept, and has Classification say again what the changes come from. Causes
/// are compared within one engine; those of a withdrawal are not told.
/// </summary>
internal sealed class ChangeListCheck(PublishingDb db, ClassificationReads classification)
{
    /// <summary>What of the change list is not as it comes out now.</summary>
    /// <param name="column">A column that the publication brought.</param>
    /// <param name="recomputed">The column as it comes out now.</param>
    public async Task<ChangeListDifferences> RunAsync(PublishedColumn column, ClassificationColumn recomputed, CancellationToken cancellationToken)
    {
        var rows = await db.AreaChanges.AsNoTracking()
            .Where(c => c.Sequence == column.Sequence && c.Division == column.Division && c.Period == column.Period)
            .ToDictionaryAsync(c => c.Area, StringComparer.Ordinal, cancellationToken);
        var (period, sequence) = Before(column);
        var differences = column.Kind == ChangeKinds.Baseline
            ? []
            : ColumnDiff.Between(
                await ResultsAsync(column, period, sequence, cancellationToken), await ResultsAsync(column, column.Period, column.Sequence, cancellationToken));
        var expected = differences.ToDictionary(d => d.Area, StringComparer.Ordinal);
        DifferingCell[] cells =
        [
            .. rows.Keys.Union(expected.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .SelectMany(area => Between(area, rows.GetValueOrDefault(area), expected.TryGetValue(area, out var known) ? known : null)),
        ];
        var causes = cells.Length > 0 || differences.Count == 0 || column.Engine != EngineVersion.Current || column.Kind == ChangeKinds.Withdrawal
            ? []
            : await CausesAsync(column, recomputed, differences, rows, cancellationToken);
        return new ChangeListDifferences(cells, causes);
    }

    /// <summary>What a column was compared with: the period before a new one, as it stands with the publication, else the same period as it stood before.</summary>
    private static (string Period, long Sequence) Before(PublishedColumn column) =>
        column.PreviousPeriod is { } previous ? (previous, column.Sequence) : (column.Period, column.Sequence - 1);

    private Task<Dictionary<string, Result>> ResultsAsync(PublishedColumn column, string period, long sequence, CancellationToken cancellationToken) =>
        db.ColumnAsync(column.Method, column.Division, period, sequence, cancellationToken);

    /// <summary>The areas whose cause or explanation comes out otherwise.</summary>
    private async Task<IReadOnlyList<string>> CausesAsync(
        PublishedColumn column, ClassificationColumn recomputed, IReadOnlyList<Difference> differences, Dictionary<string, AreaChange> rows, CancellationToken cancellationToken)
    {
        var (period, sequence) = Before(column);
        var before = await db.ColumnsAt(sequence).Where(c => c.Method == column.Method && c.Division == column.Division && c.Period == period)
            .Select(c => (long?)c.Release).SingleOrDefaultAsync(cancellationToken);
        var why = new ColumnExplanation(
            before is { } release
                ? await classification.ExplainAsync(
                    new ExplanationRequest(column.Method, new(column.Division, period, release), new(column.Division, column.Period, column.Release)), cancellationToken)
                : new Explanation([], [], [], null),
            recomputed);
        return
        [
            .. differences.Where(d => rows[d.Area].Cause != why.CauseOf(d) || rows[d.Area].Explanation != why.JsonOf(d)).Select(d => d.Area),
        ];
    }

    private static IEnumerable<DifferingCell> Between(string area, AreaChange? row, Difference? expected)
    {
        if (row is null || expected is not { } known)
        {
            return [new DifferingCell(area, "change", row is null ? null : 1, expected is null ? null : 1)];
        }

        var cells = new List<DifferingCell>
        {
            new(area, "change/class-before", row.ClassBefore, known.Before.Class),
            new(area, "change/class-after", row.ClassAfter, known.After.Class),
            new(area, "change/index-before", row.IndexBefore, known.Before.Index),
            new(area, "change/index-after", row.IndexAfter, known.After.Index),
            new(area, "change/needs-before", 1, row.NeedsBefore == known.Before.Needs ? 1 : 0),
            new(area, "change/needs-after", 1, row.NeedsAfter == known.After.Needs ? 1 : 0),
        };
        return cells.Where(cell => !Nullable.Equals(cell.Published, cell.Recomputed));
    }
}

/// <summary>What of a change list does not come out as it was published.</summary>
/// <param name="Cells">Entries that are missing, too many, or other than the results before and after them.</param>
/// <param name="Causes">Areas whose cause or explanation is another.</param>
internal sealed record ChangeListDifferences(IReadOnlyList<DifferingCell> Cells, IReadOnlyList<string> Causes)
{
    public static ChangeListDifferences None { get; } = new([], []);
}
