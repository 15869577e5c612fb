using System.Globalization;
using Spectre.Console;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Console.Analysis.Segregation;

/// <summary>A report as its reader sees it on a terminal.</summary>
internal static class SegregationText
{
    public static void Print(SegregationReport report, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("area", "index", "value", "interval", "bias-corrected", "by chance", "areas", "persons", "why no value");
        foreach (var area in report.Areas)
        {
            foreach (var index in area.Indices)
            {
                table.AddRow(
                    Markup.Escape(area.Area ?? "(all)"),
                    Markup.Escape(index.Index),
                    Number(index.Value),
                    index.Low is null ? "" : $"{Number(index.Low)}–{Number(index.High)}",
                    Number(index.BiasCorrected),
                    Number(index.ExpectedByChance),
                    $"{index.Units}",
                    index.Persons.ToString("#,0", CultureInfo.InvariantCulture),
                    Why(index.Status));
            }
        }

        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Intervals {report.Sampling.Confidence:P0}: {report.Sampling.Replicates} resamples of persons, seed {report.Sampling.Seed}; by chance: as many random allocations with the same margins."));
        if (report.LeftOut.Count > 0)
        {
            console.WriteLine($"Left out, a count is missing: {string.Join(", ", report.LeftOut.Take(10))}{(report.LeftOut.Count > 10 ? $" and {report.LeftOut.Count - 10} more" : "")}.");
        }

        if (report.Nested is { } nested)
        {
            console.WriteLine($"M {Number(nested.Sum(level => level.Value))} = {string.Join(" + ", nested.Select((level, place) => $"{Number(level.Value)} between {(level.Level == "area" ? "areas" : level.Level)}{(place == 0 ? "" : $" within {nested[place - 1].Level}")}"))}");
        }

        if (report.Change is { } change)
        {
            console.WriteLine($"M changed from {Number(change.Before)} to {Number(change.After)}: structure {Number(change.Structure)}, composition {Number(change.Composition)} (areas' sizes {Number(change.UnitSizes)}, groups' sizes {Number(change.GroupSizes)}), new areas {Number(change.Appeared)}, areas that are gone {Number(change.Disappeared)}");
        }
        else if (report.ChangeStatus is { } why)
        {
            console.WriteLine($"The change of M cannot be split: {why}.");
        }
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "";

    private static string Why(SegregationStatus status) => status switch
    {
        SegregationStatus.FewerThanTenUnits => "fewer than ten areas",
        SegregationStatus.CoversChance => "the interval covers chance",
        SegregationStatus.GroupTooSmall => "a group is too small",
        _ => "",
    };
}
