using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>Compares what Classification found with what is published.</summary>
internal sealed class Drafting(PublishingDb db, ClassificationReads classification)
{
    /// <summary>Columns read from Classification at a time; bounds the memory.</summary>
    private const int Together = 4;

    public async Task<Draft> DraftAsync(
        MethodOutcome outcome, MethodInfo info, long release, CancellationToken cancellationToken)
    {
        var head = await db.Publications.AsNoTracking()
            .Where(p => p.Method == outcome.Method).OrderByDescending(p => p.Version).FirstOrDefaultAsync(cancellationToken);
        var published = head is null ? [] : await db.PeriodsAsync(outcome.Method, head.Sequence, cancellationToken);
        var comparison = new Comparison(db, outcome, head, published);
        var changed = outcome.Columns.OrderBy(c => c.Division, StringComparer.Ordinal).ThenBy(c => c.Period, StringComparer.Ordinal);
        var columns = new List<DraftColumn>();
        foreach (var some in changed.Chunk(Together))
        {
            var results = await Task.WhenAll(some.Select(c =>
                classification.ResultsAsync(outcome.Method, release, c.Division, c.Period, cancellationToken)));
            foreach (var result in results)
            {
                if (await comparison.CompareAsync(result, cancellationToken) is { Areas: > 0 } column)
                {
                    columns.Add(column);
                }
            }
        }

        return new Draft(outcome, info, head, columns);
    }

    /// <summary>Goes through one publication's columns in order, so that a new period is compared with what this very publication says of the one before.</summary>
    private sealed class Comparison(PublishingDb db, MethodOutcome outcome, Publication? head, IReadOnlyList<PublishedPeriod> published)
    {
        private readonly Dictionary<(string Division, string Period), Dictionary<string, Result>> read = [];

        public async Task<DraftColumn> CompareAsync(ClassificationColumn column, CancellationToken cancellationToken)
        {
            var (division, period) = (column.Division, column.Period);
            var now = ColumnDiff.Results(column);
            var first = !published.Any(p => p.Division == division && p.Period == period);
            var was = first ? [] : await PublishedAsync(division, period, cancellationToken);
            var (kind, previous) = KindOf(division, period, first);
            var differences = (kind, previous) switch
            {
                (ChangeKinds.Baseline, _) => [],
                (_, null) => ColumnDiff.Between(was, now),
                _ => ColumnDiff.Between(await KnownAsync(division, previous, cancellationToken), now),
            };
            read[(division, period)] = now;
            return new DraftColumn(
                division,
                period,
                kind,
                previous,
                first,
                [.. now.Where(n => !was.TryGetValue(n.Key, out var before) || before != n.Value).OrderBy(n => n.Key, StringComparer.Ordinal)],
                [.. was.Keys.Where(area => !now.ContainsKey(area)).Order(StringComparer.Ordinal)],
                differences,
                ColumnDiff.Causes(column));
        }

        private (string Kind, string? PreviousPeriod) KindOf(string division, string period, bool first)
        {
            if (head is null)
            {
                return (ChangeKinds.Baseline, null);
            }

            if (!first)
            {
                return (head.MethodVersion == outcome.Version ? ChangeKinds.Revision : ChangeKinds.Method, null);
            }

            var periods = published.Select(p => (p.Division, p.Period)).Concat(read.Keys).Where(p => p.Division == division).Select(p => p.Period).ToList();
            return periods.Count == 0
                ? (ChangeKinds.Boundary, null)
                : (ChangeKinds.NewPeriod, periods.Where(p => string.CompareOrdinal(p, period) < 0).Max(StringComparer.Ordinal));
        }

        private async Task<Dictionary<string, Result>> KnownAsync(string division, string period, CancellationToken cancellationToken) =>
            read.TryGetValue((division, period), out var known) ? known : await PublishedAsync(division, period, cancellationToken);

        private Task<Dictionary<string, Result>> PublishedAsync(string division, string period, CancellationToken cancellationToken) =>
            db.ColumnAsync(outcome.Method, division, period, head!.Sequence, cancellationToken);
    }
}
