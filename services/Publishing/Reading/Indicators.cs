using Microsoft.Extensions.Caching.Memory;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area's figure.</summary>
/// <param name="Value">Null where there is no figure; the status says why.</param>
public sealed record IndicatorItem(AreaRef Area, double? Value, FigureStatus Status);

/// <summary>A page of an indicator's figures for one period.</summary>
/// <param name="Release">As known at this release.</param>
public sealed record IndicatorPage(
    string Indicator, string Division, string Period, long Release, IReadOnlyList<IndicatorItem> Items, string? Next);

/// <summary><c>/indicators</c>: read from Indicators as of a release, with names.</summary>
internal sealed class Indicators(IHttpClientFactory clients, PublishingDb db, IngestionReads ingestion, IMemoryCache cache, Gaps gaps)
{
    public const string Client = "Indicators";

    private static readonly CsvColumns<IndicatorInfo> ListCsv = new CsvColumns<IndicatorInfo>()
        .Add("id", i => i.Id)
        .Add("version", i => i.Version)
        .Add("title", i => i.Title)
        .Add("title_en", i => i.TitleEn)
        .Add("unit", i => i.Unit)
        .Add("unit_en", i => i.UnitEn)
        .Add("level", i => i.Level)
        .Add("inputs", i => string.Join(' ', i.Inputs));

    private static readonly CsvColumns<IndicatorItem> Csv = new CsvColumns<IndicatorItem>()
        .Area(i => i.Area)
        .Add("value", i => i.Value)
        .Add("status", i => i.Status);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/indicators", async (Indicators indicators, CancellationToken cancellationToken) =>
        {
            var items = await indicators.AllAsync(cancellationToken);
            return (IResult)ListAnswer.Of(new Page<IndicatorInfo>(items, null), items, null, ListCsv);
        })
            .WithSummary("The indicators and what they are made of")
            .Produces<Page<IndicatorInfo>>(200, "application/json", "text/csv");
        api.MapGet("/indicators/{id}", ReadAsync)
            .WithSummary("An indicator's figure for each area of a period")
            .WithDescription("Without period: the latest. Without division: the finest that is valid for the period. With convertedFrom: counts of that "
                + "division given on division, with their total conserved, and shares rebuilt from them; an index, a mean or a class is refused.")
            .Produces<IndicatorPage>(200, "application/json", "text/csv");
    }

    private static async Task<IResult> ReadAsync(
        string id,
        string? period,
        string? division,
        string? convertedFrom,
        string? asOf,
        string? after,
        string? limit,
        Indicators indicators,
        Conversions conversions,
        AsOf when,
        CancellationToken cancellationToken)
    {
        var most = Parse.Limit(limit, byDefault: 10_000, most: 100_000);
        var known = await when.ResolveAsync(asOf, cancellationToken);
        if (convertedFrom is not null)
        {
            return await conversions.ReadAsync(id, period, division, convertedFrom, after, most, known, cancellationToken);
        }

        var (key, column) = await indicators.ColumnAsync(id, period, division, known.Release, cancellationToken);
        var names = await indicators.NamesAsync(key.Division, known, cancellationToken);
        var first = after is null ? 0 : column.Areas.TakeWhile(a => string.CompareOrdinal(a, after) <= 0).Count();
        IndicatorItem[] items = [.. Enumerable.Range(first, Math.Min(most, column.Areas.Count - first)).Select(i => new IndicatorItem(
            AreaRef.Of(key.Division, column.Areas[i], names.GetValueOrDefault(column.Areas[i])), column.Values[i], column.Status[i]))];
        var next = first + items.Length < column.Areas.Count ? items[^1].Area.Code : null;
        return ListAnswer.Of(new IndicatorPage(id, key.Division, key.Period, known.Release, items, next), items, next, Csv);
    }

    /// <summary>An indicator's values by area as of a release; null where it has none or cannot be read for the moment.</summary>
    public async Task<IReadOnlyDictionary<string, double>?> ValuesAsync(string id, string division, string period, long release, CancellationToken cancellationToken)
    {
        try
        {
            var key = new ColumnKey(id, division, period);
            var columns = await clients.CreateClient(Client).ReadColumnsAsync([key], release, cancellationToken);
            return columns.TryGetValue(key, out var column)
                ? column.Areas.Zip(column.Values).Where(v => v.Second is not null).ToDictionary(v => v.First, v => v.Second!.Value, StringComparer.Ordinal)
                : null;
        }
        catch (Exception away) when (Gaps.IsAway(away))
        {
            gaps.Leave();
            return null;
        }
    }

    private async Task<IReadOnlyList<IndicatorInfo>> AllAsync(CancellationToken cancellationToken) =>
        await clients.CreateClient(Client).GetFromJsonAsync<List<IndicatorInfo>>("indicators", WireJson.Options, cancellationToken) ?? [];

    private async Task<(ColumnKey Key, AreaColumn Column)> ColumnAsync(
        string id, string? period, string? division, long release, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient(Client);
        var keys = await client.ReadKeysAsync(id, release, cancellationToken);
        if (keys.Count == 0)
        {
            var all = await AllAsync(cancellationToken);
            throw all.Any(i => i.Id == id)
                ? RequestProblem.NotFound("asOf", $"{id} had no figures then.")
                : RequestProblem.NotFound("id", $"There is no indicator {id}.", [.. all.Select(i => i.Id)]);
        }

        var key = Choose(keys, period, division);
        var columns = await client.ReadColumnsAsync([key], release, cancellationToken);
        return (key, columns[key]);
    }

    private static ColumnKey Choose(IReadOnlyList<ColumnKey> keys, string? period, string? division)
    {
        var place = division is null ? null : Geography.Division.Find(division);
        var on = division is null ? keys : [.. keys.Where(k => k.Division == place?.Id)];
        if (on.Count == 0)
        {
            throw RequestProblem.NotFound("division", $"There are no figures on {division}.", [.. keys.Select(k => k.Division).Distinct()]);
        }

        var wanted = period ?? on.Select(k => k.Period).Max(StringComparer.Ordinal)!;
        var found = on.Where(k => k.Period == wanted)
            .OrderByDescending(k => Geography.Division.Find(k.Division)?.IsValidFor(wanted) == true)
            .ThenBy(k => Geography.Division.Find(k.Division)?.Level)
            .ToList();
        return found.Count > 0
            ? found[0]
            : throw RequestProblem.NotFound(
                "period", $"There are no figures for {wanted}.", [.. on.Select(k => k.Period).Distinct().Order(StringComparer.Ordinal)]);
    }

    // Names as published where the division is published; else as Ingestion knows them, kept for a while since they hardly ever change.
    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(string division, Known known, CancellationToken cancellationToken)
    {
        var published = await db.NamesAsync(division, known.Sequence, cancellationToken);
        return published.Count > 0
            ? published
            : await cache.GetOrCreateAsync((division, known.Release), async entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromMinutes(10);
                var names = await ingestion.NamesAsync(division, known.Release, cancellationToken);
                return names.ToDictionary(n => n.Code, n => n.Name, StringComparer.Ordinal);
            }) ?? [];
    }
}
