using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>A method, what its classes mean, and what of it is published.</summary>
/// <param name="Status">in-use; example: its results only show how it works, and are never published for a real country.</param>
/// <param name="Published">Its newest publication; null if it has none.</param>
/// <param name="Periods">The (division, period) that are published.</param>
public sealed record MethodItem(
    string Id,
    int Version,
    string Name,
    string NameEn,
    string Description,
    string DescriptionEn,
    string Source,
    MethodStatus Status,
    IReadOnlyList<ClassInfo> Classes,
    IReadOnlyList<string> Inputs,
    MethodPublication? Published,
    IReadOnlyList<MethodPeriod> Periods);

/// <summary>A method's newest publication.</summary>
/// <param name="Version">MAJOR.MINOR.PATCH.</param>
/// <param name="Edition">1, 2, 3 … within the method.</param>
public sealed record MethodPublication(string Id, string Version, int Edition, long Release, DateTimeOffset PublishedAt);

/// <summary>A published (division, period).</summary>
/// <param name="Invented">True if the division is of a made-up country: the figures are made up too.</param>
public sealed record MethodPeriod(string Division, string Period, bool Invented);

/// <summary><c>/methods</c>: those that were published, from Publishing's own copy, and those that Classification offers besides.</summary>
internal sealed class Methods(PublishingDb db, ClassificationReads classification, AsOf when, TimeProvider time)
{
    /// <summary>What is published is told without Classification, so nobody waits long for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly CsvColumns<MethodItem> Csv = new CsvColumns<MethodItem>()
        .Add("id", i => i.Id)
        .Add("version", i => i.Version)
        .Add("name", i => i.Name)
        .Add("name_en", i => i.NameEn)
        .Add("source", i => i.Source)
        .Add("status", i => i.Status == MethodStatus.Example ? "example" : "in-use")
        .Add("publication", i => i.Published?.Id)
        .Add("published_at", i => i.Published?.PublishedAt)
        .Add("invented", i => i.Periods.Any(p => p.Invented))
        .Add("periods", i => string.Join(' ', i.Periods.Select(p => $"{p.Division}/{p.Period}")));

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/methods", async (string? asOf, Methods methods, CancellationToken cancellationToken) =>
        {
            var items = await methods.AllAsync(asOf, cancellationToken);
            return (IResult)ListAnswer.Of(new Page<MethodItem>(items, null), items, null, Csv);
        })
            .WithSummary("The methods, what their classes mean, and what of them is published")
            .Produces<Page<MethodItem>>(200, "application/json", "text/csv");

    /// <summary>The methods as they were published then; now also those that Classification offers and nobody has published.</summary>
    public async Task<IReadOnlyList<MethodItem>> AllAsync(string? asOf, CancellationToken cancellationToken)
    {
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var heads = await db.Publications.AsNoTracking()
            .Where(p => p.Sequence <= known.Sequence
                && !db.Publications.Any(later => later.Method == p.Method && later.Edition > p.Edition && later.Sequence <= known.Sequence))
            .ToDictionaryAsync(p => p.Method, StringComparer.Ordinal, cancellationToken);
        var documents = await db.PublishedMethods.AsNoTracking().ToListAsync(cancellationToken);
        var periods = (await db.ColumnsAt(known.Sequence)
            .Select(c => new { c.Method, c.Division, c.Period })
            .ToListAsync(cancellationToken)).ToLookup(c => c.Method);
        var published = documents
            .Where(d => heads.TryGetValue(d.Method, out var head) && head.MethodVersion == d.Version)
            .Select(d => JsonSerializer.Deserialize<MethodInfo>(d.Document, WireJson.Options)!)
            .ToDictionary(m => m.Id, StringComparer.Ordinal);
        var offered = asOf is null ? await OfferedAsync(cancellationToken) : [];
        return [.. published.Values
            .Concat(offered.Where(m => !published.ContainsKey(m.Id)))
            .OrderBy(m => m.Id, StringComparer.Ordinal)
            .Select(m => new MethodItem(
                m.Id,
                m.Version,
                m.Name,
                m.NameEn,
                m.Description,
                m.DescriptionEn,
                m.Source,
                m.Status,
                m.Classes,
                m.Inputs,
                heads.TryGetValue(m.Id, out var head) ? new MethodPublication(head.Id, head.Version.ToString(), head.Edition, head.Release, head.PublishedAt) : null,
                [.. periods[m.Id].OrderBy(p => p.Period, StringComparer.Ordinal).ThenBy(p => p.Division, StringComparer.Ordinal)
                    .Select(p => new MethodPeriod(p.Division, p.Period, AreaQueries.IsInvented(p.Division)))]))];
    }

    private async Task<IReadOnlyList<MethodInfo>> OfferedAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await classification.MethodsAsync(both.Token);
        }
        catch (Exception error) when (Gaps.IsAway(error)
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return [];
        }
    }
}
