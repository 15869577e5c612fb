using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>Finds what a question means, has it computed, and names the areas.</summary>
internal sealed class Trial(PublishingDb db, AsOf when, Periods periods, WhatIfReads reads)
{
    /// <summary>The answer with the areas whose class or needs would differ, and those of which only the index would.</summary>
    public async Task<(WhatIfPage Page, IReadOnlyList<WhatIfItem> OnlyIndex)> RunAsync(
        string method, string? period, string? division, string? asOf, IReadOnlyList<WhatIfChange>? changes, string? definition, CancellationToken cancellationToken)
    {
        var known = await when.ResolveAsync(asOf, cancellationToken);
        var chosen = await periods.ChooseAsync(method, period, division, known, cancellationToken);

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

    private static NeedList? Needs(WhatIfNeeds? needs) => needs is null ? null : new NeedList(needs.Yes, needs.Open);
}
