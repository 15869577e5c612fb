using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>Finds what a question means, has it computed, and names the areas.</summary>
internal sealed class Trial(PublishingDb db, AsOf when, Periods periods, Horizon horizon, WhatIfReads reads)
{
    /// <summary>The answer with the areas whose class or needs would differ, and those of which only the index would.</summary>
    public async Task<(WhatIfPage Page, IReadOnlyList<WhatIfItem> OnlyIndex)> RunAsync(
        string method, string? period, string? division, string? asOf, IReadOnlyList<WhatIfChange>? changes, string? definition, CancellationToken cancellationToken)
    {
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var chosen = await periods.ChooseAsync(method, period, division, known, cancellationToken);
        await RefuseWaitingAsync(chosen, cancellationToken);

        // The release of what is published, not the newest: later figures may not be out yet.
        var answer = await reads.AskAsync(new WhatIfRequest(method, chosen.Division, chosen.Period, chosen.Release, changes, definition), cancellationToken);
        var names = await db.NamesAsync(chosen.Division, known.Sequence, cancellationToken);
        var areas = answer.Areas.Select(a => (a.IsTold, Item: new WhatIfItem(
            AreaRef.Of(chosen.Division, a.Area, names.GetValueOrDefault(a.Area)), a.ClassBefore, a.ClassAfter, a.IndexBefore, a.IndexAfter, Needs(a.NeedsBefore), Needs(a.NeedsAfter)))).ToList();
        var publication = await db.PublicationAsync(chosen.Sequence, cancellationToken);
        var page = new WhatIfPage(
            method,
            answer.Version,
            chosen.Division,
            AreaQueries.IsInvented(chosen.Division),
            chosen.Period,
            publication.Id,
            chosen.Release,
            answer.Classes,
            answer.LimitsBefore,
            answer.LimitsAfter,
            answer.Areas.Count(a => !Nullable.Equals(a.IndexBefore, a.IndexAfter)),
            answer.Inputs,
            [.. areas.Where(a => a.IsTold).Select(a => a.Item)],
            null);
        return (page, [.. areas.Where(a => !a.IsTold).Select(a => a.Item)]);
    }

    /// <summary>A method that no rule held may be published from a release of which something else waits; a changed definition would show all figures of it.</summary>
    private async Task RefuseWaitingAsync(PublishedPeriod chosen, CancellationToken cancellationToken)
    {
        var last = await horizon.LastAsync(cancellationToken);
        if (chosen.Release > last)
        {
            throw RequestProblem.Conflict(
                $"{chosen.Period} was published from release {chosen.Release}, of which something waits for sign-off: until then its figures cannot be tried. What was published before can: asOf={last}.",
                new Dictionary<string, object?> { ["asOf"] = last });
        }
    }

    private static NeedList? Needs(WhatIfNeeds? needs) => needs is null ? null : new NeedList(needs.Yes, needs.Open);
}
