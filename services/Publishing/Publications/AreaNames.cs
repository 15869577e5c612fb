using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Publishing.Publications;

/// <summary>Keeps the names that areas had when they were published.</summary>
internal sealed class AreaNames(PublishingDb db, IngestionReads ingestion, IBulkWriter bulk)
{
    /// <summary>
    /// Brings a division's names up to date with a release and returns them by code. A name that Ingestion does not know any more stays.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> StoreAsync(
        string division, long release, long sequence, CancellationToken cancellationToken)
    {
        var names = await db.NamesAsync(division, sequence, cancellationToken);
        var news = (await ingestion.NamesAsync(division, release, cancellationToken))
            .Where(n => n.Division == division && names.GetValueOrDefault(n.Code) != n.Name)
            .Select(n => new AreaName { Division = division, Area = n.Code, Since = sequence, Name = n.Name })
            .ToList();
        var renamed = news.Any(n => names.ContainsKey(n.Area));
        await bulk.WriteAsync(db, news, cancellationToken);
        if (renamed)
        {
            await db.AreaNames
                .Where(old => old.Division == division && old.Until == AreaResult.StillValid && old.Since < sequence
                    && db.AreaNames.Any(n => n.Division == division && n.Area == old.Area && n.Since == sequence))
                .ExecuteUpdateAsync(set => set.SetProperty(old => old.Until, sequence), cancellationToken);
        }

        foreach (var name in news)
        {
            names[name.Area] = name.Name;
        }

        return names;
    }
}
