using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Utanforskap.Console.Releasing;

/// <summary>What a release changed, told to a person.</summary>
internal sealed class ReleaseStory(IAnsiConsole console)
{
    public void Refused(SourceRelease release, JsonElement? refusal)
    {
        console.MarkupLineInterpolated($"{Title(release)} [red]refused[/]; the figures before it stay published.");
        foreach (var reason in refusal?.GetProperty("reasons").EnumerateArray().ToList() ?? [])
        {
            console.MarkupLineInterpolated($"    {Text(reason, "gate")}: {Text(reason, "message")} [grey]({Text(reason, "place")})[/]");
        }
    }

    public void Unchanged(SourceRelease release) => console.MarkupLineInterpolated($"{Title(release)} unchanged: the same figures as before.");

    public void NotWatched(SourceRelease release) => console.MarkupLineInterpolated($"{Title(release)} published; no register of the catalogue reads this table.");

    public void Accepted(SourceRelease release, long number, string register, JsonElement? record) =>
        console.MarkupLineInterpolated($"{Title(release)} [green]release {number}[/] of {register}{Counts(record)}");

    /// <summary>How a release ended, with the publications it led to.</summary>
    public void Ended(long number, JsonElement run, IReadOnlyDictionary<string, JsonElement> publications)
    {
        var seconds = run.TryGetProperty("seconds", out var value) && value.ValueKind == JsonValueKind.Number ? $" after {value.GetDouble():0.0} s" : "";
        console.MarkupLineInterpolated($"  release {number} is complete{seconds}");
        foreach (var method in run.GetProperty("methods").EnumerateArray())
        {
            var outcome = Text(method, "outcome");
            var reason = Text(method, "reason");
            console.MarkupLineInterpolated($"    {Text(method, "method")}: {outcome}{(reason.Length > 0 ? $" ({reason})" : "")}");
            if (publications.TryGetValue(Text(method, "publication"), out var publication))
            {
                foreach (var column in publication.GetProperty("columns").EnumerateArray())
                {
                    console.MarkupLineInterpolated($"      {Text(column, "division")} {Text(column, "period")}: {Number(column, "areas")} areas with new results, {Number(column, "classes")} change class");
                }
            }
        }
    }

    private static string Title(SourceRelease release) => $"{release.Table} of {release.Released.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:";

    private static string Counts(JsonElement? record)
    {
        if (record is null || !record.Value.TryGetProperty("changes", out var changes) || changes.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var parts = new[] { ("newPeriod", "in new periods"), ("revised", "revised"), ("corrected", "corrected"), ("withdrawn", "withdrawn") }
            .Where(part => Number(changes, part.Item1) > 0)
            .Select(part => $"{Number(changes, part.Item1):N0} {part.Item2}");
        return $": {Number(changes, "cells"):N0} cells changed ({string.Join(", ", parts)})";
    }

    private static long Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
