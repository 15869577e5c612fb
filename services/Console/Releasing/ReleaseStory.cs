using System.Globalization;
using Spectre.Console;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Console.Releasing;

/// <summary>What a release changed, told to a person.</summary>
internal sealed class ReleaseStory(IAnsiConsole console)
{
    public void Refused(SourceRelease release, ReleaseRecord? refusal)
    {
        console.MarkupLineInterpolated($"{Title(release)} [red]refused[/]; the figures before it stay published.");
        foreach (var reason in refusal?.Reasons ?? [])
        {
            console.MarkupLineInterpolated($"  {reason.Gate}: {reason.Message} [grey]({reason.Place})[/]");
        }
    }

    public void Unchanged(SourceRelease release) => console.MarkupLineInterpolated($"{Title(release)} unchanged: the same figures as before.");

    public void NotRead(SourceRelease release) => console.MarkupLineInterpolated($"{Title(release)} published; no register of the catalogue reads this table.");

    public void Accepted(SourceRelease release, long number, string register, ReleaseCounts? changes) =>
        console.MarkupLineInterpolated($"{Title(release)} [green]release {number}[/] of {register}{Counts(changes)}");

    public void NothingRemains() => console.WriteLine("All releases are out.");

    /// <summary>How a release ended, with the publications it led to.</summary>
    public void Ended(long number, Run run, IReadOnlyDictionary<string, Publication> publications)
    {
        var seconds = run.Seconds is { } passed ? $" after {passed.ToString("0.0", CultureInfo.InvariantCulture)} s" : "";
        console.MarkupLineInterpolated($"  release {number} is complete{seconds}");
        foreach (var method in run.Methods)
        {
            console.MarkupLineInterpolated($"    {method.Method}: {method.Outcome}{(method.Reason is null ? "" : $" ({method.Reason})")}");
            if (method.Publication is not null && publications.TryGetValue(method.Publication, out var publication))
            {
                foreach (var column in publication.Columns)
                {
                    console.MarkupLineInterpolated($"      {column.Division} {column.Period}: {Number(column.Areas)} areas with new results{(publication.Baseline ? ", the first of this method" : $", {Number(column.Classes)} change class")}");
                }
            }
        }
    }

    private static string Title(SourceRelease release) => $"{release.Table} of {release.Released.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:";

    private static string Counts(ReleaseCounts? changes)
    {
        if (changes is null)
        {
            return "";
        }

        var parts = new[] { (changes.NewPeriod, "in new periods"), (changes.Revised, "revised"), (changes.Corrected, "corrected"), (changes.Withdrawn, "withdrawn") }
            .Where(part => part.Item1 > 0)
            .Select(part => $"{Number(part.Item1)} {part.Item2}");
        return $": {Number(changes.Cells)} cells ({string.Join(", ", parts.DefaultIfEmpty("none changed"))})";
    }

    private static string Number(int number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
