namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>
/// Figures with two times: the period they describe (in the key) and the release since which they are known. Nothing is overwritten: a release
/// stores for each column the cells that differ (one compact row per column and release), and a read as of a release overlays them in order.
/// Scoped to a DbContext whose model has <see cref="ColumnTables.AddColumnTables"/>; works inside its current transaction.
/// </summary>
public interface IColumnStore
{
    /// <summary>The column as known at a release (inclusive), or null if it had no cell then.</summary>
    Task<Column?> ReadAsync(ColumnKey key, long asOf, CancellationToken cancellationToken);

    /// <summary>Several columns in one round trip; missing keys are left out.</summary>
    Task<IReadOnlyDictionary<ColumnKey, Column>> ReadManyAsync(IReadOnlyCollection<ColumnKey> keys, long asOf, CancellationToken cancellationToken);

    /// <summary>The keys of a series (or of all series if null) that have figures as of a release, ordered by series, division, period.</summary>
    Task<IReadOnlyList<ColumnKey>> KeysAsync(string? series, long asOf, CancellationToken cancellationToken);

    /// <summary>
    /// Stores whole columns as they stand after a release; returns the deltas of those that differ, in key order. Cells that were there before and
    /// are not in the new column become Withdrawn. Writing the same release again gives the same rows. Columns are written in release order: a
    /// release before one that a column already has is an <see cref="InvalidOperationException"/>.
    /// </summary>
    Task<IReadOnlyList<ColumnDelta>> WriteAsync(long release, IReadOnlyDictionary<ColumnKey, Column> columns, CancellationToken cancellationToken);

    /// <summary>What a release changed, as <see cref="WriteAsync"/> told it.</summary>
    Task<IReadOnlyList<ColumnDelta>> ChangesAsync(long release, CancellationToken cancellationToken);
}
