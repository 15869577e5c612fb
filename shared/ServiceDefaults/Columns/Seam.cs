using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>Names a column of figures in a service's store: a series (measure, indicator, result part) for one division and period.</summary>
public readonly record struct ColumnKey(string Series, string Division, string Period);

/// <summary>
/// One value per area, in memory: parallel arrays sorted by area code (ordinal). A value is NaN exactly where the status has no figure.
/// Areas strings are shared between columns where possible.
/// </summary>
public sealed record Column(string[] Areas, double[] Values, FigureStatus[] Status)
{
    public static Column Empty { get; } = new([], [], []);
}

/// <summary>What a release changed in a column: the areas whose value or status differs, with before and after.</summary>
/// <param name="Key">The column.</param>
/// <param name="First">True if the column had no figures before.</param>
/// <param name="Areas">Codes of the areas that differ, ordinal order. An area that is gone has status Withdrawn in After.</param>
public sealed record ColumnDelta(ColumnKey Key, bool First, string[] Areas, Column Before, Column After);

/// <summary>
/// Figures with two times: the period they describe (in the key) and the release since which they are known. Nothing is overwritten: a release
/// stores for each column the cells that differ (one compressed row per column and release), and a read as of a release overlays them in order.
/// Scoped to a DbContext whose model has <c>AddColumnTables</c>; works inside its current transaction.
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
    /// are not in the new column become Withdrawn. Writing the same release again gives the same rows.
    /// </summary>
    Task<IReadOnlyList<ColumnDelta>> WriteAsync(long release, IReadOnlyDictionary<ColumnKey, Column> columns, CancellationToken cancellationToken);

    /// <summary>What a release changed, as <see cref="WriteAsync"/> told it.</summary>
    Task<IReadOnlyList<ColumnDelta>> ChangesAsync(long release, CancellationToken cancellationToken);
}

public static class ColumnTables
{
    /// <summary>The column store's table in a service's model.</summary>
    public static ModelBuilder AddColumnTables(this ModelBuilder model) => model;
}
