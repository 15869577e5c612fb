using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>Compares any two published columns: of two periods, two times or two methods. Causes are those that were published, else what Classification says when it is asked.</summary>
internal sealed class Comparing(PublishingDb db, Periods periods, ClassificationReads classification, Gaps gaps)
{
    /// <summary>A period against another; on different divisions the caller compares them across the break.</summary>
    public async Task<Comparison> PeriodsAsync(string method, string from, string to, string? division, Known known, CancellationToken cancellationToken)
    {
        var published = await periods.OfAsync(method, known, cancellationToken);
        var (first, second) = (Periods.Choose(published, "from", from, division), Periods.Choose(published, "to", to, division));
        return new Comparison(this, new(method, first, known.Sequence), new(method, second, known.Sequence));
    }

    /// <summary>A period as it was known then and as it is known later.</summary>
    public async Task<Comparison> TimesAsync(string method, string? period, string? division, Known then, Known known, CancellationToken cancellationToken)
    {
        if (then.Sequence > known.Sequence)
        {
            throw RequestProblem.Wrong("since", "since lies after asOf.");
        }

        var after = Periods.Choose(await periods.OfAsync(method, known, cancellationToken), "period", period, division);
        var before = Periods.Choose(await periods.OfAsync(method, then, cancellationToken), "period", after.Period, after.Division);
        return new Comparison(this, new(method, before, then.Sequence), new(method, after, known.Sequence))
        {
            Since = (await db.PublicationAsync(before.Sequence, cancellationToken)).Id,
        };
    }

    /// <summary>A method's period against another method's.</summary>
    public async Task<Comparison> MethodsAsync(string before, string after, string? period, string? division, Known known, CancellationToken cancellationToken)
    {
        var ours = Periods.Choose(await periods.OfAsync(after, known, cancellationToken), "period", period, division);
        var theirs = Periods.Choose(await periods.OfAsync(before, known, cancellationToken), "period", ours.Period, ours.Division);
        return new Comparison(this, new(before, theirs, known.Sequence), new(after, ours, known.Sequence));
    }

    private async Task<List<AreaChange>> ChangesAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        var (before, after) = (comparison.Before, comparison.After);
        var differences = ColumnDiff.Between(
                await db.ColumnAsync(before.Method, before.At.Division, before.At.Period, before.Sequence, cancellationToken),
                await db.ColumnAsync(after.Method, after.At.Division, after.At.Period, after.Sequence, cancellationToken))
            .Where(d => d.IsTold).ToList();
        var told = await ToldAsync(comparison, cancellationToken);
        var changes = new List<AreaChange>();
        ColumnExplanation? asked = null;
        foreach (var difference in differences)
        {
            if (told.GetValueOrDefault(difference.Area) is { } row)
            {
                changes.Add(row);
                continue;
            }

            asked ??= await AskAsync(comparison, cancellationToken);
            changes.Add(Row(comparison, difference, asked));
        }

        return changes;
    }

    /// <summary>What was told when one period was published after the other; nothing if either was published anew since then, for other figures or limits have other causes.</summary>
    private async Task<Dictionary<string, AreaChange>> ToldAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        var (before, after) = (comparison.Before, comparison.After);
        return before.Method != after.Method || before.At.Period == after.At.Period || before.At.Sequence > after.At.Sequence
            ? []
            : await db.AreaChanges.AsNoTracking()
                .Where(c => c.Method == after.Method && c.Division == after.At.Division && c.Period == after.At.Period && c.Sequence == after.At.Sequence
                    && c.PreviousPeriod == before.At.Period)
                .ToDictionaryAsync(c => c.Area, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Asks Classification; nothing is known of causes between two methods, or while it does not answer.</summary>
    private async Task<ColumnExplanation> AskAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        var (before, after) = (comparison.Before, comparison.After);
        if (before.Method != after.Method)
        {
            return ColumnExplanation.None;
        }

        try
        {
            var column = await classification.ResultsAsync(after.Method, after.At.Release, after.At.Division, after.At.Period, cancellationToken);
            var explanation = await classification.ExplainAsync(
                new ExplanationRequest(
                    after.Method, new(before.At.Division, before.At.Period, before.At.Release), new(after.At.Division, after.At.Period, after.At.Release)),
                cancellationToken);
            return new ColumnExplanation(explanation, column);
        }
        catch (Exception away) when (Gaps.IsAway(away) || away is InvalidDataException or JsonException)
        {
            gaps.Leave();
            return ColumnExplanation.None;
        }
    }

    private static AreaChange Row(Comparison comparison, Difference difference, ColumnExplanation why) => new()
    {
        Sequence = comparison.After.Sequence,
        Method = comparison.After.Method,
        Division = comparison.Division,
        Period = comparison.To,
        PreviousPeriod = comparison.From == comparison.To ? null : comparison.From,
        Area = difference.Area,
        ClassBefore = difference.Before.Class,
        ClassAfter = difference.After.Class,
        IndexBefore = difference.Before.Index,
        IndexAfter = difference.After.Index,
        NeedsBefore = difference.Before.Needs,
        NeedsAfter = difference.After.Needs,
        Kind = comparison.Since is null ? AreaChange.NoKind
            : comparison.Before.At.MethodVersion == comparison.After.At.MethodVersion ? ChangeKinds.Revision
            : ChangeKinds.Method,
        Cause = why.CauseOf(difference),
        Explanation = why.JsonOf(difference),
    };

    /// <summary>One side of a comparison.</summary>
    public sealed record Side(string Method, PublishedPeriod At, long Sequence);

    /// <summary>Two published columns.</summary>
    public sealed record Comparison(Comparing By, Side Before, Side After)
    {
        public string Division => After.At.Division;

        public string From => Before.At.Period;

        public string To => After.At.Period;

        /// <summary>Of two times: the publication that last changed the period before.</summary>
        public string? Since { get; init; }

        /// <summary>The areas whose class or needs differ, in code order.</summary>
        public Task<List<AreaChange>> ChangesAsync(CancellationToken cancellationToken) => By.ChangesAsync(this, cancellationToken);
    }
}
