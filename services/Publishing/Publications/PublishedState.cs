using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Publications;

/// <summary>Reads what was published, as known at a sequence.</summary>
internal static class PublishedState
{
    /// <summary>The rows of results that stood at this sequence.</summary>
    public static IQueryable<AreaResult> ResultsAt(this PublishingDb db, long sequence) =>
        db.AreaResults.AsNoTracking().Where(r => r.Since <= sequence && r.Until > sequence);

    /// <summary>The names that stood at this sequence.</summary>
    public static IQueryable<AreaName> NamesAt(this PublishingDb db, long sequence) =>
        db.AreaNames.AsNoTracking().Where(n => n.Since <= sequence && n.Until > sequence);

    /// <summary>A whole column by area.</summary>
    public static async Task<Dictionary<string, Result>> ColumnAsync(
        this PublishingDb db, string method, string division, string period, long sequence, CancellationToken cancellationToken)
    {
        var results = new Dictionary<string, Result>(StringComparer.Ordinal);
        var rows = db.ResultsAt(sequence)
            .Where(r => r.Method == method && r.Division == division && r.Period == period)
            .Select(r => new { r.Area, r.Class, r.Index, r.Population, r.Needs });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            results[row.Area] = new Result(row.Class, row.Index, row.Population, row.Needs);
        }

        return results;
    }

    /// <summary>The names of a division's areas, by code.</summary>
    public static Task<Dictionary<string, string>> NamesAsync(
        this PublishingDb db, string division, long sequence, CancellationToken cancellationToken) =>
        db.NamesAt(sequence).Where(n => n.Division == division)
            .ToDictionaryAsync(n => n.Area, n => n.Name, StringComparer.Ordinal, cancellationToken);

    /// <summary>The newest publication of a method, as known at a sequence; null if it has none.</summary>
    public static Task<Publication?> HeadAsync(this PublishingDb db, string method, CancellationToken cancellationToken, long sequence = long.MaxValue) =>
        db.Publications.AsNoTracking().Where(p => p.Method == method && p.Sequence <= sequence).OrderByDescending(p => p.Edition).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The columns that stood at this sequence: of each (division, period) the row of the publication since which it stands.</summary>
    public static IQueryable<PublishedColumn> ColumnsAt(this PublishingDb db, long sequence) =>
        db.PublishedColumns.AsNoTracking().Where(c => c.Sequence <= sequence && !c.Ended && !db.PublishedColumns.Any(later =>
            later.Method == c.Method && later.Division == c.Division && later.Period == c.Period && later.Sequence > c.Sequence && later.Sequence <= sequence));

    /// <summary>The (division, period) in which a method has results, ordered by period, then division.</summary>
    public static async Task<IReadOnlyList<PublishedPeriod>> PeriodsAsync(
        this PublishingDb db, string method, long sequence, CancellationToken cancellationToken) =>
        await db.ColumnsAt(sequence)
            .Where(c => c.Method == method)
            .OrderBy(c => c.Period).ThenBy(c => c.Division)
            .Select(c => new PublishedPeriod(c.Division, c.Period, c.Sequence, c.Release, c.MethodVersion))
            .ToListAsync(cancellationToken);
}

/// <summary>A (division, period) that is published.</summary>
/// <param name="Sequence">Of the last publication that changed it.</param>
/// <param name="Release">As of which it was computed.</param>
/// <param name="MethodVersion">The version of the definition that computed it.</param>
internal sealed record PublishedPeriod(string Division, string Period, long Sequence, long Release, int MethodVersion);
