using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>Compares what Classification found with what is published.</summary>
internal sealed class Drafting(PublishingDb db, ClassificationReads classification)
{
    /// <summary>Columns read from Classification at a time; bounds the memory.</summary>
    private const int Together = 4;

    /// <summary>
    /// What a publication of the outcome's columns, read as of a release, would change. Where what is published is by another version of the definition, all columns are looked at
    /// and become the new version's, also those that are the same: Classification tells what differs from its own results before, and those were not published if they were rejected or withdrawn.
    /// </summary>
    /// <param name="published">The publication to compare with; null for the method's baseline.</param>
    public async Task<Draft> DraftAsync(
        MethodOutcome outcome, MethodInfo info, long release, Publication? published, CancellationToken cancellationToken)
    {
        var periods = published is null ? [] : await db.PeriodsAsync(outcome.Method, published.Sequence, cancellationToken);
        var comparison = new Comparison(db, classification, outcome, release, published, periods);
        var redefines = published is not null && published.MethodVersion != outcome.Version;
        var all = published is null || redefines
            ? outcome.Columns.UnionBy(await classification.ColumnsAsync(outcome.Method, release, cancellationToken), c => (c.Division, c.Period))
            : outcome.Columns;
        var changed = all.OrderBy(c => c.Division, StringComparer.Ordinal).ThenBy(c => c.Period, StringComparer.Ordinal);
        var columns = new List<DraftColumn>();
        foreach (var some in changed.Chunk(Together))
        {
            var results = await Task.WhenAll(some.Select(c =>
                classification.ResultsAsync(outcome.Method, release, c.Division, c.Period, cancellationToken)));
            foreach (var result in results.Where(r => r.Version == outcome.Version))
            {
                if (await comparison.CompareAsync(result, cancellationToken) is var column && (column.Areas > 0 || redefines))
                {
                    columns.Add(column);
                }
            }
        }

        if (redefines)
        {
            // What this version cannot compute ends: two definitions never stand side by side.
            foreach (var period in periods.ExceptBy(columns.Select(c => (c.Division, c.Period)), p => (p.Division, p.Period)).ToList())
            {
                columns.Add(await comparison.EndAsync(period, info, cancellationToken));
            }
        }

        return new Draft(
            outcome, info, release, published, [.. columns.OrderBy(c => c.Division, StringComparer.Ordinal).ThenBy(c => c.Period, StringComparer.Ordinal)]);
    }

    /// <summary>The version of the definition by which Classification has a method's results as of a release; null where it has none.</summary>
    public async Task<int?> VersionAsync(string method, long release, CancellationToken cancellationToken) =>
        (await classification.ColumnsAsync(method, release, cancellationToken)) is [var any, ..]
            ? (await classification.ResultsAsync(method, release, any.Division, any.Period, cancellationToken)).Version
            : null;

    /// <summary>Goes through one publication's columns in order, so that a new period is compared with what this very publication says of the one before.</summary>
    private sealed class Comparison(
        PublishingDb db, ClassificationReads classification, MethodOutcome outcome, long release, Publication? head, IReadOnlyList<PublishedPeriod> published)
    {
        private readonly Dictionary<(string Division, string Period), Dictionary<string, Result>> read = [];
        private readonly Dictionary<(string Division, string Period), IReadOnlyList<UsedInput>> inputs = [];

        public async Task<DraftColumn> CompareAsync(ClassificationColumn column, CancellationToken cancellationToken)
        {
            var (division, period) = (column.Division, column.Period);
            var now = ColumnDiff.Results(column);
            var first = !published.Any(p => p.Division == division && p.Period == period);
            var was = first ? [] : await PublishedAsync(division, period, cancellationToken);
            var (kind, previous) = await KindOfAsync(column, first, cancellationToken);
            var differences = (kind, previous) switch
            {
                (ChangeKinds.Baseline, _) => [],
                (_, null) => ColumnDiff.Between(was, now),
                _ => ColumnDiff.Between(await KnownAsync(division, previous, cancellationToken), now),
            };
            var why = await ExplainAsync(column, previous, was.Count > 0, differences, cancellationToken);
            var (changed, gone) = (ColumnDiff.New(was, now), ColumnDiff.Gone(was, now));
            if (changed.Count + gone.Count > 0)
            {
                // Else what is published stays, with the release that it comes from.
                (read[(division, period)], inputs[(division, period)]) = (now, column.Inputs);
            }

            return new DraftColumn(
                division,
                period,
                kind,
                previous,
                first,
                now.Count,
                changed,
                gone,
                differences,
                new Lineage(release, outcome.Version, outcome.RunId, EngineVersion.Current, ColumnContent.Hash(division, period, now, column.Areas, column.Parts)))
            {
                Why = why,
                Facts = ColumnFacts.Of(column),
                HasNewAreas = !first && now.Keys.Any(area => !was.ContainsKey(area)),
            };
        }

        /// <summary>A published column that has no results by the outcome's version.</summary>
        public async Task<DraftColumn> EndAsync(PublishedPeriod ended, MethodInfo info, CancellationToken cancellationToken)
        {
            var was = await PublishedAsync(ended.Division, ended.Period, cancellationToken);
            Dictionary<string, Result> none = [];
            var parts = info.Parts.Select(part => new PartColumn(part.Id, [])).ToList();
            return new DraftColumn(
                ended.Division,
                ended.Period,
                ChangeKinds.Method,
                PreviousPeriod: null,
                First: false,
                0,
                [],
                ColumnDiff.Gone(was, none),
                ColumnDiff.Between(was, none),
                new Lineage(release, outcome.Version, outcome.RunId, EngineVersion.Current, ColumnContent.Hash(ended.Division, ended.Period, none, [], parts)))
            {
                Facts = new ColumnFacts([], parts, [], []),
            };
        }

        /// <summary>Asks Classification why areas differ from what is published: of the same period, or of the period before a new one.</summary>
        private async Task<ColumnExplanation> ExplainAsync(
            ClassificationColumn column, string? previous, bool wasPublished, IReadOnlyList<Difference> differences, CancellationToken cancellationToken)
        {
            var before = previous ?? (wasPublished ? column.Period : null);
            if (differences.Count == 0)
            {
                return ColumnExplanation.None;
            }

            if (before is null)
            {
                // There is no cause where nothing was before; how sure the class is, is known all the same.
                return new ColumnExplanation(new Explanation([], [], [], null), column);
            }

            var since = read.ContainsKey((column.Division, before)) && previous is not null
                ? release
                : published.Single(p => p.Division == column.Division && p.Period == before).Release;
            var explanation = await classification.ExplainAsync(
                new ExplanationRequest(column.Method, new(column.Division, before, since), new(column.Division, column.Period, release)), cancellationToken);
            return new ColumnExplanation(explanation, column);
        }

        private async Task<(string Kind, string? PreviousPeriod)> KindOfAsync(ClassificationColumn column, bool first, CancellationToken cancellationToken)
        {
            if (head is null)
            {
                return (ChangeKinds.Baseline, null);
            }

            if (!first)
            {
                return (head.MethodVersion == outcome.Version ? ChangeKinds.Revision : ChangeKinds.Method, null);
            }

            var periods = published.Select(p => (p.Division, p.Period)).Concat(read.Keys).Where(p => p.Division == column.Division).Select(p => p.Period).ToList();
            var previous = periods.Where(p => string.CompareOrdinal(p, column.Period) < 0).Max(StringComparer.Ordinal);
            return periods.Count == 0 || (previous is not null && !OfSameAreas(await InputsAsync(column.Division, previous, cancellationToken), column.Inputs))
                ? (ChangeKinds.Boundary, null)
                : (ChangeKinds.NewPeriod, previous);
        }

        /// <summary>Whether both are figures of the same divisions: what is computed for a municipality may come from other areas than the year before.</summary>
        private static bool OfSameAreas(IReadOnlyList<UsedInput> before, IReadOnlyList<UsedInput> after) =>
            before.Select(i => i.Division).ToHashSet(StringComparer.Ordinal).SetEquals(after.Select(i => i.Division));

        private async Task<IReadOnlyList<UsedInput>> InputsAsync(string division, string period, CancellationToken cancellationToken) =>
            inputs.TryGetValue((division, period), out var known) ? known : ColumnFacts.Of(await db.ColumnsAt(head!.Sequence)
                .SingleAsync(c => c.Method == outcome.Method && c.Division == division && c.Period == period, cancellationToken)).Inputs;

        private async Task<Dictionary<string, Result>> KnownAsync(string division, string period, CancellationToken cancellationToken) =>
            read.TryGetValue((division, period), out var known) ? known : await PublishedAsync(division, period, cancellationToken);

        private Task<Dictionary<string, Result>> PublishedAsync(string division, string period, CancellationToken cancellationToken) =>
            db.ColumnAsync(outcome.Method, division, period, head!.Sequence, cancellationToken);
    }
}
