using System.Globalization;
using Spectre.Console;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Console.Analysis.Groups;

/// <summary>All that <c>utan groups fit</c> tells.</summary>
/// <param name="Model">The model that was written.</param>
/// <param name="NameProposals">For a person to approve or replace; the model does not use them.</param>
/// <param name="Choice">Why that many groups; null where their number was given.</param>
/// <param name="NotAssigned">Areas that lack an indicator.</param>
internal sealed record FitReport(GroupModel Model, IReadOnlyList<NameProposal> NameProposals, GroupCountChoice? Choice, IReadOnlyList<string> NotAssigned)
{
    /// <summary>Why that many groups, in a sentence; null where their number was given.</summary>
    public string? Reason => Choice is { Chosen: { } chosen } choice
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{chosen} groups: the greatest silhouette ({choice.Candidates.Single(candidate => candidate.Groups == chosen).Silhouette:0.000}) of the {choice.Candidates.Count(candidate => candidate.IsEligible)} numbers of {choice.Candidates.Count} that make groups large and stable enough; the gap statistic alone would choose {(choice.ByGap is { } gap ? $"{gap}" : "none")}.")
        : null;
}

/// <summary>A fit as its reader sees it on a terminal.</summary>
internal static class GroupText
{
    public static void Print(FitReport report, IAnsiConsole console)
    {
        if (report.Choice is { } choice)
        {
            var reasons = new Table().Border(TableBorder.Simple).AddColumns("k", "silhouette", "gap", "stability", "smallest group", "");
            foreach (var candidate in choice.Candidates)
            {
                reasons.AddRow(
                    $"{candidate.Groups}",
                    Number(candidate.Silhouette),
                    $"{Number(candidate.Gap)} ± {Number(candidate.GapError)}",
                    Number(candidate.Stability),
                    $"{candidate.SmallestGroup}",
                    candidate.Groups == choice.Chosen ? "chosen" : candidate.IsEligible ? "" : "too small or unstable");
            }

            console.Write(reasons);
            console.WriteLine(report.Reason!);
        }

        var proposals = report.NameProposals.ToDictionary(proposal => proposal.Group, proposal => proposal.Text);
        var groups = new Table().Border(TableBorder.Simple).AddColumns("group", "areas", "population", "name");
        foreach (var group in report.Model.Groups)
        {
            groups.AddRow(
                $"{group.Id}",
                $"{group.Areas}",
                group.Population.ToString("#,0", CultureInfo.InvariantCulture),
                Markup.Escape(group.Name ?? $"(proposed: {proposals[group.Id]})"));
        }

        console.Write(groups);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Model.Id} version {report.Model.Version}, within-sum-of-squares {report.Model.WithinSumOfSquares:0.####}."));
        foreach (var step in report.Model.Lineage)
        {
            console.WriteLine(step.Kind switch
            {
                LineageKind.Continued => $"{step.Old} continues ({Share(step.ShareOfOld)} of it stays)",
                LineageKind.Split => $"{step.New} split from {step.Old} ({Share(step.ShareOfNew)} of it comes from there)",
                LineageKind.Merged => $"{step.Old} merged into {step.New} ({Share(step.ShareOfOld)} of it went there)",
                LineageKind.Born => $"{step.New} is new",
                _ => $"{step.Old} has ended",
            });
        }

        if (report.NotAssigned.Count > 0)
        {
            console.WriteLine($"Not assigned, an indicator is missing: {string.Join(", ", report.NotAssigned.Take(10))}{(report.NotAssigned.Count > 10 ? $" and {report.NotAssigned.Count - 10} more" : "")}.");
        }
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("P0", CultureInfo.InvariantCulture);
}
