using System.Globalization;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.SignOff;

/// <summary>Why results wait for review.</summary>
/// <param name="Rule">share, gate, method or reopened.</param>
/// <param name="Message">A sentence for who signs off.</param>
public sealed record ReviewReason(string Rule, string Message)
{
    public const string Share = "share";
    public const string Gate = "gate";
    public const string Method = "method";
    public const string Reopened = "reopened";

    /// <summary>Whether results of a later release leave it as it is: what a gate, or an approver, said against figures that are part of what waits.</summary>
    internal bool Stays => Rule is Gate or Reopened;
}

/// <summary>What the rules say of a draft.</summary>
/// <param name="Reasons">Why it needs an approver; empty if it does not.</param>
/// <param name="EmbargoUntil">Until when it waits in any case; null if it does not.</param>
internal sealed record Judgement(IReadOnlyList<ReviewReason> Reasons, DateTimeOffset? EmbargoUntil)
{
    public bool Holds => Reasons.Count > 0 || EmbargoUntil is not null;
}

/// <summary>Decides by rules whether results are published at once.</summary>
internal static class Judging
{
    /// <param name="warnings">What gates said against the release that the draft comes from.</param>
    /// <param name="against">Who decided before against results by this version of the definition; null if nobody did.</param>
    /// <param name="pending">Why the candidate waited whose place this one takes.</param>
    public static Judgement Judge(
        SignOffRules rules, Draft draft, IReadOnlyList<RefusalReason> warnings, ReviewReason? against, IReadOnlyList<ReviewReason> pending, DateTimeOffset now)
    {
        var reasons = new List<ReviewReason>();
        if (against is not null)
        {
            reasons.Add(against);
        }

        if (rules.Share is { } share)
        {
            reasons.AddRange(draft.Columns
                .Where(c => c.Classes > share * c.All)
                .Select(c => new ReviewReason(ReviewReason.Share, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{c.Classes} of {c.All} areas get another class in {c.Division} {c.Period}; more than {100 * share:0.##} % need an approver."))));
        }

        reasons.AddRange(pending.Where(p => p.Stays));
        if (rules.GateWarnings)
        {
            reasons.AddRange(warnings.Select(w => new ReviewReason(
                ReviewReason.Gate, $"Release {draft.Release} was accepted against a gate ({w.Gate}, {w.Place}): {w.Message}")));
        }

        if (rules.MethodChanges && draft.ChangesMethod)
        {
            reasons.Add(new ReviewReason(
                ReviewReason.Method, $"The definition is version {draft.Outcome.Version}; what is published was computed by version {draft.Base!.MethodVersion}."));
        }

        var until = rules.Embargo is { } time ? Embargo.Next(time, now) : now;
        return new Judgement([.. reasons.Distinct()], until > now ? until : null);
    }
}
