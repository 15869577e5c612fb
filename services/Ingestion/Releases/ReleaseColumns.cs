using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Releases;

/// <summary>What a release changed, column by column, and why.</summary>
internal sealed class ReleaseColumns(Register register)
{
    private readonly List<Entry> _entries = [];
    private bool _expected;

    /// <summary>Notes columns that differ; their cells are not kept here.</summary>
    public void Add(IEnumerable<ColumnDelta> deltas)
    {
        foreach (var delta in deltas)
        {
            _entries.Add(new Entry(delta.Key, delta.First, IsWithdrawal(delta), delta.Areas.Length));
        }
    }

    /// <summary>
    /// Says whether the calendar expects this release. A revision outside every window, in a release that brings no new period either, is a correction.
    /// </summary>
    public void Classify(bool expected) => _expected = expected || _entries.Any(e => e.First);

    /// <summary>How many cells differ for this reason.</summary>
    public int Cells(ChangeKind kind) => _entries.Where(e => KindOf(e) == kind).Sum(e => e.Areas);

    public IEnumerable<ReleaseColumn> ToRows(long number) => _entries.OrderBy(e => e.Key).Select(e => new ReleaseColumn
    {
        Release = number,
        Series = e.Key.Series,
        Division = e.Key.Division,
        Period = e.Key.Period,
        Measure = MeasureOf(e.Key),
        Kind = KindOf(e),
        Areas = e.Areas,
    });

    public ReleaseIngested ToMessage(Release release) => new(
        release.Number,
        release.ReleaseId,
        release.PreviousReleaseId,
        release.Register,
        release.Table,
        release.ContentHash,
        release.AcceptedAt,
        release.SourceUpdated,
        [.. _entries.OrderBy(e => e.Key).Where(e => MeasureOf(e.Key) is not null)
            .Select(e => new ChangedColumn(MeasureOf(e.Key)!, e.Key.Division, e.Key.Period, KindOf(e), e.Areas))]);

    private string? MeasureOf(ColumnKey key) => register.FindMeasure(key.Series[(register.Id.Length + 1)..])?.Id;

    private ChangeKind KindOf(Entry entry) =>
        entry.First ? ChangeKind.NewPeriod
        : entry.Withdrawal ? ChangeKind.Withdrawal
        : _expected ? ChangeKind.Revision
        : ChangeKind.Correction;

    private static bool IsWithdrawal(ColumnDelta delta) =>
        !delta.After.Status.Any(Column.HasFigure) && delta.Before.Status.Any(Column.HasFigure);

    private readonly record struct Entry(ColumnKey Key, bool First, bool Withdrawal, int Areas);
}
