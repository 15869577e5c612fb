using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>Which (division, period) of a method a request means.</summary>
internal sealed class Periods(PublishingDb db)
{
    /// <summary>
    /// Without a period: the latest. Without a division: the one that the period is published on (if on several, the one that is valid for it).
    /// </summary>
    public async Task<PublishedPeriod> ChooseAsync(
        string method, string? period, string? division, Known known, CancellationToken cancellationToken) =>
        Choose(await OfAsync(method, known, cancellationToken), "period", period, division);

    /// <summary>What a method has as of a point; a problem if there is no such method.</summary>
    public async Task<IReadOnlyList<PublishedPeriod>> OfAsync(string method, Known known, CancellationToken cancellationToken)
    {
        var all = await db.PeriodsAsync(method, known.Sequence, cancellationToken);
        if (all.Count > 0)
        {
            return all;
        }

        await RequirePublishedAsync(db, method, cancellationToken);
        throw RequestProblem.NotFound("asOf", $"Nothing of {method} was published then.");
    }

    /// <summary>A problem that names the published methods, if a method is none of them.</summary>
    public static async Task RequirePublishedAsync(PublishingDb db, string method, CancellationToken cancellationToken)
    {
        var methods = await db.Publications.Select(p => p.Method).Distinct().Order().ToListAsync(cancellationToken);
        if (!methods.Contains(method))
        {
            throw RequestProblem.NotFound("method", $"No method {method} is published.", methods);
        }
    }

    /// <param name="parameter">The parameter that names the period.</param>
    public static PublishedPeriod Choose(IReadOnlyList<PublishedPeriod> all, string parameter, string? period, string? division)
    {
        var known = division is null ? null : Geography.Division.Find(division);
        if (division is not null && (known is null || !all.Any(p => p.Division == known.Id)))
        {
            throw RequestProblem.NotFound("division", $"Nothing is published on {division}.", [.. all.Select(p => p.Division).Distinct()]);
        }

        var on = known is null ? all : [.. all.Where(p => p.Division == known.Id)];
        var wanted = string.IsNullOrEmpty(period) ? on[^1].Period : period;
        var found = on.Where(p => p.Period == wanted).ToList();
        return found.FirstOrDefault(p => Geography.Division.Find(p.Division)?.IsValidFor(wanted) == true)
            ?? found.FirstOrDefault()
            ?? throw RequestProblem.NotFound(parameter, $"Nothing is published for {wanted}.", [.. on.Select(p => p.Period).Distinct()]);
    }
}
