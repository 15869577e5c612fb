using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Reading;

/// <summary>What an area has in common with the areas of the division before or after its own.</summary>
/// <param name="Division">The other division.</param>
/// <param name="Kind">unchanged, renamed, changed-border, split, merged, new or ended; null while the borders are not known.</param>
/// <param name="Others">The areas of the other division that it shares surface with.</param>
public sealed record AreaRelationTo(string Division, string? Kind, IReadOnlyList<OverlapRecord> Others)
{
    /// <summary>The area of the other division with the same border, or null.</summary>
    public string? Same() => Kind is "unchanged" or "renamed" ? Others[0].Code : null;
}

/// <summary>An area's relations to the divisions beside its own.</summary>
/// <param name="Before">To the division before; null if there is none.</param>
/// <param name="After">To the division after; null if there is none.</param>
public sealed record AreaRelations(AreaRelationTo? Before, AreaRelationTo? After)
{
    /// <summary>Reads them as known at a release. Publishing's own copy can be read without Ingestion, so where that does not answer they are not known.</summary>
    internal static async Task<AreaRelations> ReadAsync(DivisionReads reads, Gaps gaps, Division division, string code, long release, CancellationToken cancellationToken)
    {
        return new AreaRelations(
            division.Predecessor is { } before ? await OfAsync(before, before.Id, division.Id, c => c.After) : null,
            division.Successor is { } after ? await OfAsync(after, division.Id, after.Id, c => c.Before) : null);

        async Task<AreaRelationTo> OfAsync(Division other, string from, string to, Func<DivisionChangeRecord, IReadOnlyList<AreaRelationRecord>> side)
        {
            try
            {
                var change = await reads.ChangeAsync(from, to, release, cancellationToken);
                var relation = change is null ? null : side(change).FirstOrDefault(a => a.Code == code);
                return new AreaRelationTo(other.Id, relation?.Kind, relation?.Others ?? []);
            }
            catch (Exception away) when (Gaps.IsAway(away))
            {
                gaps.Leave();
                return new AreaRelationTo(other.Id, null, []);
            }
        }
    }
}
