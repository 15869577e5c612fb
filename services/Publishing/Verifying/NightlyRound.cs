using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Verifying;

/// <summary>
/// A night's verifications: of the publications whose columns stand, those that were not verified for some days, the longest ago first. One that did not verify is taken every night.
/// Safe on several instances: the row of a publication and a night lets one of them do it.
/// </summary>
internal sealed class NightlyRound(PublishingDb db, Verifications verifications, IOptions<VerifyingOptions> options, ILogger<NightlyRound> log)
{
    /// <summary>Verifies what is left of a night.</summary>
    public async Task RunAsync(DateTimeOffset night, CancellationToken cancellationToken)
    {
        foreach (var publication in await DueAsync(night, cancellationToken))
        {
            try
            {
                if (await verifications.ClaimAsync(publication, night, cancellationToken))
                {
                    await verifications.RunAsync(publication, wholeState: false, night, cancellationToken);
                }
            }
#pragma warning disable CA1031 // another service may be away for any reason: the others are verified all the same, this one by the next night
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.LogWarning("{Publication} could not be verified this night: {Reason}", publication.Id, error.GetBaseException().Message);
            }
        }
    }

    /// <summary>What a night has still to verify, in its order.</summary>
    public async Task<IReadOnlyList<Publication>> DueAsync(DateTimeOffset night, CancellationToken cancellationToken)
    {
        var standing = await db.ColumnsAt(long.MaxValue).Select(c => c.Sequence).Distinct().ToListAsync(cancellationToken);
        var publications = await db.Publications.AsNoTracking().Where(p => standing.Contains(p.Sequence) && p.PublishedAt < night).ToListAsync(cancellationToken);
        var rows = (await db.Verifications.AsNoTracking().Select(v => new { v.PublicationId, v.At, v.Outcome }).ToListAsync(cancellationToken)).ToLookup(v => v.PublicationId);
        var begun = rows.Sum(of => of.Count(v => v.At == night));
        var before = night.AddDays(-options.Value.Days);
        return
        [
            .. publications.Where(p => !rows[p.Id].Any(v => v.At == night))
                .Select(p => (Publication: p, Last: rows[p.Id].Where(v => v.Outcome is not null).MaxBy(v => v.At)))
                .Where(p => p.Last is null || p.Last.At <= before || p.Last.Outcome != VerificationOutcome.Verified)
                .OrderBy(p => p.Last?.At ?? DateTimeOffset.MinValue).ThenBy(p => p.Publication.Sequence)
                .Select(p => p.Publication)
                .Take(Math.Max(0, options.Value.Most - begun)),
        ];
    }
}
