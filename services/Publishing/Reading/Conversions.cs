using System.Net;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>An area's converted figure.</summary>
/// <param name="Value">Null where there is no figure; the status says why.</param>
/// <param name="Estimated">True if it holds a part of an area's count; false if it is a sum of whole areas.</param>
public sealed record ConvertedItem(AreaRef Area, double? Value, FigureStatus Status, bool Estimated);

/// <summary>A page of an indicator's figures for one period, converted to another division.</summary>
/// <param name="Division">The division that they are given on.</param>
/// <param name="ConvertedFrom">The division that they are published on.</param>
/// <param name="WeightedBy">The finer division by whose residents counts were shared out; null if by surface.</param>
/// <param name="BySurface">Areas before that were shared out by surface.</param>
public sealed record ConvertedPage(
    string Indicator,
    string Division,
    string ConvertedFrom,
    string Period,
    long Release,
    string? WeightedBy,
    IReadOnlyList<string> BySurface,
    IReadOnlyList<ConvertedItem> Items,
    string? Next);

/// <summary><c>/indicators/{id}?convertedFrom=</c>: figures of one division on another, computed by Indicators.</summary>
internal sealed class Conversions(IHttpClientFactory clients, PublishingDb db)
{
    private static readonly CsvColumns<ConvertedItem> Csv = new CsvColumns<ConvertedItem>()
        .Area(i => i.Area)
        .Add("value", i => i.Value)
        .Add("status", i => i.Status)
        .Add("estimated", i => i.Estimated);

    public async Task<IResult> ReadAsync(
        string id, string? period, string? division, string convertedFrom, string? after, int most, Known known, CancellationToken cancellationToken)
    {
        Parse.Required("period", period, "a conversion is of one period");
        Parse.Required("division", division, "the division to convert to");
        var (from, to) = (Divisions.Find("convertedFrom", convertedFrom), Divisions.Find("division", division!));
        var converted = await ConvertedAsync(
            $"indicators/{Uri.EscapeDataString(id)}/converted?period={Uri.EscapeDataString(period!)}&from={from.Id}&to={to.Id}&asOf={known.Release}", cancellationToken);
        var names = await db.NamesAsync(to.Id, known.Sequence, cancellationToken);
        var (column, estimated) = (converted.Column, converted.Estimated.ToHashSet(StringComparer.Ordinal));
        var first = after is null ? 0 : column.Areas.TakeWhile(a => string.CompareOrdinal(a, after) <= 0).Count();
        ConvertedItem[] items = [.. Enumerable.Range(first, Math.Min(most, column.Areas.Count - first)).Select(i => new ConvertedItem(
            AreaRef.Of(to.Id, column.Areas[i], names.GetValueOrDefault(column.Areas[i])), column.Values[i], column.Status[i], estimated.Contains(column.Areas[i])))];
        var next = first + items.Length < column.Areas.Count ? items[^1].Area.Code : null;
        return ListAnswer.Of(
            new ConvertedPage(id, to.Id, from.Id, period!, known.Release, converted.WeightedBy, converted.BySurface, items, next), items, next, Csv);
    }

    /// <summary>What Indicators answers; what it refuses is the caller's problem, in its words.</summary>
    private async Task<ConvertedColumn> ConvertedAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await clients.CreateClient(Indicators.Client).GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            using var problem = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
            var detail = problem.RootElement.TryGetProperty("detail", out var text) ? text.GetString() : null;
            throw RequestProblem.Of((int)response.StatusCode, "It cannot be converted.", detail ?? "Indicators gives no reason.");
        }

        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ConvertedColumn>(WireJson.Options, cancellationToken))!;
    }
}
