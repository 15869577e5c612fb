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
            .Select(r => new { r.Area, r.Class, r.Index, r.Population });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            results[row.Area] = new Result(row.Class, row.Index, row.Population);
        }

        return results;
    }

    /// <summary>The names of a division's areas, by code.</summary>
    public static Task<Dictionary<string, string>> NamesAsync(
        this PublishingDb db, string division, long sequence, CancellationToken cancellationToken) =>
        db.NamesAt(sequence).Where(n => n.Division == division)
            .ToDictionaryAsync(n => n.Area, n => n.Name, StringComparer.Ordinal, cancellationToken);

    /// <summary>The (division, period) in which a method has results, ordered by period, then division.</summary>
    public static async Task<IReadOnlyList<PublishedPeriod>> PeriodsAsync(
        this PublishingDb db, string method, long sequence, CancellationToken cancellationToken) =>
        await db.PublishedColumns.AsNoTracking()
            .Where(c => c.Method == method && c.Sequence <= sequence)
            .GroupBy(c => new { c.Division, c.Period })
            .OrderBy(g => g.Key.Period).ThenBy(g => g.Key.Division)
            .Select(g => new PublishedPeriod(g.Key.Division, g.Key.Period, g.Max(c => c.Sequence)))
            .ToListAsync(cancellationToken);
}

/// <summary>A (division, period) that is published, and the sequence of the last publication that changed it.</summary>
internal sealed record PublishedPeriod(string Division, string Period, long Sequence);
