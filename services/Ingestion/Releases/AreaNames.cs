using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Releases;

/// <summary>What areas are called: kept per register, since a register may label an area differently and change the label. Never a key.</summary>
internal sealed class AreaNames(IngestionDb database, IBulkWriter bulk)
{
    private const int Longest = 400;

    /// <summary>Stores the names that differ from those the register gave before.</summary>
    public async Task WriteAsync(long release, RegisterTable table, CancellationToken cancellationToken)
    {
        var register = table.Register.Id;
        var known = await NewestAsync(database.AreaNames.Where(n => n.Register == register), cancellationToken);
        var names = new List<AreaName>();
        foreach (var areas in table.Regions.Divisions)
        {
            for (var i = 0; i < areas.Codes.Length; i++)
            {
                var (source, label) = (table.Region.Codes[areas.Indices[i]], Clean(table.Region.Labels[areas.Indices[i]]));
                if (label.Length > 0 && label != source && known.GetValueOrDefault((areas.Division.Id, areas.Codes[i])) != label)
                {
                    names.Add(new AreaName { Division = areas.Division.Id, Code = areas.Codes[i], Register = register, Release = release, Name = label });
                }
            }
        }

        await bulk.WriteAsync(database, names, cancellationToken);
    }

    /// <summary>The names of a division's areas as of a release, by code; the newest where registers differ.</summary>
    public async Task<IReadOnlyList<NamedArea>> ReadAsync(string division, long asOf, CancellationToken cancellationToken)
    {
        var names = await NewestAsync(database.AreaNames.Where(n => n.Division == division && n.Release <= asOf), cancellationToken);
        return [.. names.Select(n => new NamedArea(n.Key.Division, n.Key.Code, n.Value)).OrderBy(n => n.Code, StringComparer.Ordinal)];
    }

    private static async Task<Dictionary<(string Division, string Code), string>> NewestAsync(IQueryable<AreaName> rows, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<(string, string), string>();
        await foreach (var row in rows.AsNoTracking().OrderBy(n => n.Release).ThenBy(n => n.Register).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            newest[(row.Division, row.Code)] = row.Name;
        }

        return newest;
    }

    /// <summary>Trims and makes each run of blanks one.</summary>
    private static string Clean(string label)
    {
        var clean = string.Join(' ', label.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return clean.Length <= Longest ? clean : clean[..Longest];
    }
}
