using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Verifying;

/// <summary>
/// Computes a publication again from its lineage and holds it against what is kept. Three things have to be one: the hash that a column was published with, what Publishing keeps of it,
/// and what comes out now, as of the column's release, by the version of the method of that time. By another engine values are compared instead of bytes. The publication's own change
/// list is held against the results before and after it, and its causes against those that are found now.
/// </summary>
internal sealed class Verifier(PublishingDb db, PublishedParts parts, ClassificationReads classification, IndicatorReads indicators, ChangeListCheck changes, TimeProvider time)
{
    /// <summary>Columns that are computed at a time; bounds the memory, here and in Classification.</summary>
    private const int Together = 4;

    /// <summary>Differing cells that are told of a column.</summary>
    private const int Told = 20;

    /// <param name="wholeState">All columns that stood with the publication, instead of those that it brought.</param>
    public async Task<VerificationReport> RunAsync(Publication publication, bool wholeState, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var standing = await db.ColumnsAt(publication.Sequence).Where(c => c.Method == publication.Method).ToListAsync(cancellationToken);
        var chosen = standing.Where(c => wholeState || c.Sequence == publication.Sequence)
            .OrderBy(c => c.Division, StringComparer.Ordinal).ThenBy(c => c.Period, StringComparer.Ordinal).ToList();
        var inputs = InputsAsync(chosen, cancellationToken);
        var columns = new List<VerifiedColumn>();
        foreach (var some in chosen.Chunk(Together))
        {
            var again = await Task.WhenAll(some.Select(c => classification.RecomputeAsync(c.Method, c.Release, c.Division, c.Period, cancellationToken)));
            foreach (var (column, (recomputed, problem)) in some.Zip(again))
            {
                columns.Add(await CompareAsync(column, publication.Sequence, recomputed, problem, cancellationToken));
            }
        }

        var state = StateOf(publication, standing);
        var verifiedInputs = await inputs;
        var outcome = OutcomeOf(columns, verifiedInputs, state);
        return new VerificationReport(
            publication.Id,
            publication.Method,
            publication.Version.ToString(),
            at,
            outcome,
            outcome == VerificationOutcome.Verified,
            wholeState,
            EngineVersion.Current,
            time.GetElapsedTime(started).TotalSeconds,
            columns,
            verifiedInputs,
            state);
    }

    private async Task<VerifiedColumn> CompareAsync(
        PublishedColumn column, long sequence, ClassificationColumn? recomputed, string? problem, CancellationToken cancellationToken)
    {
        if (recomputed is null || Read(recomputed, ref problem) is not { } again)
        {
            return Verified(column, ColumnOutcome.NotRecomputable, null, [], [problem ?? "Classification answered with nothing."]);
        }

        var kept = await KeptAsync(column, sequence, cancellationToken);
        var sameEngine = column.Engine == EngineVersion.Current;
        var told = column.Sequence == sequence ? await changes.RunAsync(column, recomputed, cancellationToken) : ChangeListDifferences.None;
        var reasons = Reasons(column, kept, recomputed).ToList();
        if (told.Causes.Count > 0)
        {
            reasons.Add($"What made {(told.Causes.Count == 1 ? "1 area" : $"{told.Causes.Count} areas")} change comes out otherwise than was published, first of {told.Causes[0]}.");
        }

        if (reasons.Count == 0 && told.Cells.Count == 0 && kept.Hash == again.Hash && (column.ContentHash.Length == 0 || column.ContentHash == again.Hash))
        {
            return Verified(column, column.ContentHash.Length == 0 ? ColumnOutcome.EqualValues : ColumnOutcome.EqualBytes, again.Hash, [], []);
        }

        DifferingCell[] cells = [.. ColumnComparison.Between(kept, again, exact: sameEngine), .. told.Cells];
        if (sameEngine && column.ContentHash.Length > 0 && again.Hash != column.ContentHash && cells.Length == 0)
        {
            reasons.Add("What comes out now has another hash than was published.");
        }

        return Verified(column, cells.Length > 0 || reasons.Count > 0 ? ColumnOutcome.Differs : ColumnOutcome.EqualValues, again.Hash, cells, reasons);
    }

    private static WholeColumn? Read(ClassificationColumn recomputed, ref string? problem)
    {
        try
        {
            return WholeColumn.Of(recomputed);
        }
        catch (InvalidDataException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    /// <summary>What differs beside the areas' values.</summary>
    private static IEnumerable<string> Reasons(PublishedColumn column, WholeColumn kept, ClassificationColumn again)
    {
        if (column.ContentHash.Length > 0 && kept.Hash != column.ContentHash)
        {
            yield return "What is kept has another hash than was published.";
        }

        if (again.Version != column.MethodVersion)
        {
            yield return $"It was published by version {column.MethodVersion} of the method, and version {again.Version} computed it now.";
        }

        if (JsonSerializer.Serialize(again.Inputs, WireJson.Options) != column.Inputs)
        {
            yield return "It was published from other figures than those that it comes from now.";
        }

        var limits = JsonSerializer.Deserialize<List<double>>(column.Limits, WireJson.Options) ?? [];
        var exact = column.Engine == EngineVersion.Current;
        if (limits.Count != again.Limits.Count || limits.Zip(again.Limits).Any(l =>
            exact ? !l.First.Equals(l.Second) : Math.Abs(l.First - l.Second) > ColumnComparison.Tolerance * Math.Max(Math.Abs(l.First), Math.Abs(l.Second))))
        {
            yield return "The limits between the classes are others than were published.";
        }
    }

    /// <summary>The column as Publishing keeps it.</summary>
    private async Task<WholeColumn> KeptAsync(PublishedColumn column, long sequence, CancellationToken cancellationToken)
    {
        var results = await db.ColumnAsync(column.Method, column.Division, column.Period, sequence, cancellationToken);
        string[] areas = [.. results.Keys.Order(StringComparer.Ordinal)];
        var ids = await PartsAsync(column.Method, column.MethodVersion, cancellationToken);
        var stored = await parts.ReadAsync(column.Method, column.Division, column.Period, ids, sequence, cancellationToken);
        return new WholeColumn(column.Division, column.Period, results, areas, [.. ids.Select(id => new PartColumn(id, [.. areas.Select(area =>
            stored.ValueOf(id, area))]))]);
    }

    /// <summary>What a version of the method told beside class, index and population.</summary>
    private async Task<IReadOnlyList<string>> PartsAsync(string method, int version, CancellationToken cancellationToken)
    {
        var document = await db.PublishedMethods.Where(m => m.Method == method && m.Version == version).Select(m => m.Document).SingleOrDefaultAsync(cancellationToken);
        return document is null ? [] : [.. JsonSerializer.Deserialize<MethodInfo>(document, WireJson.Options)!.Parts.Select(part => part.Id)];
    }

    /// <summary>Has the columns of indicators that the chosen were computed from computed again, each once for a release.</summary>
    private async Task<IReadOnlyList<VerifiedIndicators>> InputsAsync(IReadOnlyList<PublishedColumn> chosen, CancellationToken cancellationToken)
    {
        var verified = new List<VerifiedIndicators>();
        foreach (var ofRelease in chosen.GroupBy(c => c.Release).OrderBy(g => g.Key))
        {
            ColumnName[] keys = [.. ofRelease.SelectMany(c => JsonSerializer.Deserialize<List<UsedInput>>(c.Inputs, WireJson.Options) ?? [])
                .Where(input => input.Period is not null).Select(input => new ColumnName(input.Indicator, input.Division, input.Period!)).Distinct()];
            if (keys.Length > 0)
            {
                verified.Add(await indicators.RecomputeAsync(ofRelease.Key, keys, cancellationToken));
            }
        }

        return verified;
    }

    private static string? StateOf(Publication publication, IEnumerable<PublishedColumn> standing) =>
        ColumnContent.HashOfState(standing.Select(c => (c.Division, c.Period, c.ContentHash))) == publication.ContentHash
            ? null
            : "The columns that stood with it, taken together, have another hash than was published.";

    /// <summary>Indicators that differ count within one engine; across engines the method's own values decide.</summary>
    private static VerificationOutcome OutcomeOf(IReadOnlyList<VerifiedColumn> columns, IReadOnlyList<VerifiedIndicators> inputs, string? state)
    {
        var sameEngine = columns.Where(c => c.Engine == EngineVersion.Current).Select(c => c.Release).ToHashSet();
        return columns.Any(c => c.Outcome == ColumnOutcome.Differs) || inputs.Any(i => i.Differing.Count > 0 && sameEngine.Contains(i.Release)) || state is not null
            ? VerificationOutcome.Differs
            : columns.Any(c => c.Outcome == ColumnOutcome.NotRecomputable) || inputs.Any(i => i.Problem is not null)
                ? VerificationOutcome.NotRecomputable
                : VerificationOutcome.Verified;
    }

    private static VerifiedColumn Verified(
        PublishedColumn column, ColumnOutcome outcome, string? hash, IReadOnlyList<DifferingCell> cells, IReadOnlyList<string> reasons) => new(
        column.Division,
        column.Period,
        column.Release,
        column.MethodVersion,
        column.Engine,
        outcome,
        column.ContentHash,
        hash,
        cells.Select(cell => cell.Area).Distinct(StringComparer.Ordinal).Count(),
        [.. cells.Take(Told)],
        reasons);
}
