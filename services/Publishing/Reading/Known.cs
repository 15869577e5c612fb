using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Reading;

/// <summary>A point on both time axes: what was published up to a sequence, what was accepted up to a release.</summary>
/// <param name="Sequence">Publications up to this one; 0: none.</param>
/// <param name="Release">Releases up to this one; 0: none.</param>
/// <param name="Fixed">True if an answer as of this point can never change.</param>
internal sealed record Known(long Sequence, long Release, bool Fixed);

/// <summary>Translates <c>asOf</c>: a publication's id, a release's number, or a UTC time.</summary>
internal sealed class AsOf(PublishingDb db, Horizon horizon, TimeProvider time)
{
    private const string Parameter = "asOf";
    private static readonly string[] Forms = ["a publication's id", "a release's number", "a time, e.g. 2025-01-31T07:00:00Z"];

    // ISO 8601 alone: 10/11 is one day here and another there.
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public async Task<Known> ResolveAsync(string? asOf, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(asOf))
        {
            return new Known(await SequenceAsync(db.Publications, cancellationToken), await horizon.LastAsync(cancellationToken), Fixed: false);
        }

        if (asOf.Length == 32 && asOf.All(char.IsAsciiHexDigitLower))
        {
            var publication = await db.Publications.AsNoTracking().SingleOrDefaultAsync(p => p.Id == asOf, cancellationToken)
                ?? throw RequestProblem.NotFound(Parameter, $"There is no publication {asOf}.");
            var visible = await horizon.LastAsync(cancellationToken);
            return new Known(publication.Sequence, Math.Min(publication.KnownRelease, visible), Fixed: publication.KnownRelease <= visible);
        }

        if (long.TryParse(asOf, NumberStyles.None, CultureInfo.InvariantCulture, out var release))
        {
            return await OfReleaseAsync(release, cancellationToken);
        }

        return DateTimeOffset.TryParseExact(
            asOf, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? await OfTimeAsync(at, cancellationToken)
            : throw RequestProblem.Wrong(Parameter, $"'{asOf}' is neither {Forms[0]} nor {Forms[1]} nor {Forms[2]}.", Forms);
    }

    private static async Task<long> SequenceAsync(IQueryable<Publication> publications, CancellationToken cancellationToken) =>
        await publications.MaxAsync(p => (long?)p.Sequence, cancellationToken) ?? 0;

    private async Task<Known> OfReleaseAsync(long release, CancellationToken cancellationToken)
    {
        var last = await horizon.LastAsync(cancellationToken);
        return release >= 1 && release <= last
            ? new Known(await SequenceAsync(db.Publications.Where(p => p.CompletedRelease <= release), cancellationToken), release, Fixed: true)
            : throw RequestProblem.NotFound(
                Parameter, last == 0 ? "No release is published yet." : $"Release {release} is not published; the last one is {last}.", [$"1–{last}"]);
    }

    private async Task<Known> OfTimeAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (at > time.GetUtcNow())
        {
            throw RequestProblem.Wrong(Parameter, $"{at.UtcDateTime:O} lies in the future: nobody knows yet what will be known then.");
        }

        var sequence = await SequenceAsync(db.Publications.Where(p => p.PublishedAt <= at), cancellationToken);
        return new Known(sequence, await horizon.LastAtAsync(at, cancellationToken), Fixed: false);
    }
}
