using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Utanforskap.Statistics.Explanations;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary><c>utan index explain</c>: why each area's index, rank and class changed between two files or two definitions.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var method = new Option<string>("--method") { Description = "The later definition.", HelpName = "M.yaml", Required = true };
        var earlier = new Option<string?>("--method-before") { Description = "The earlier definition (default: the same).", HelpName = "M0.yaml" };
        var before = Data("--before", "The earlier figures, csv; several are joined by area.");
        var after = Data("--after", "The later figures.");
        var versionsBefore = IndexCommands.Versions("--versions-before", "the earlier figures");
        var versionsAfter = IndexCommands.Versions("--versions-after", "the later figures");
        var series = new Option<string>("--series") { Description = "The series to explain, e.g. index.", HelpName = "ID", Required = true };
        var classes = new Option<string?>("--class") { Description = "A series of classes to explain as well, e.g. type.", HelpName = "ID" };
        var published = new Option<string?>("--published") { Description = "A column with the published (rounded) value in both files: what rounding adds is told as a part of its own.", HelpName = "COLUMN" };
        var borders = new Option<string?>("--changed-borders") { Description = "A csv file whose first column holds areas whose borders changed: they are not comparable.", HelpName = "F.csv" };
        var (year, yearBefore) = (IndexCommands.Period(), new Option<int?>("--period-before") { Description = "The year that the earlier figures are for, likewise.", HelpName = "YEAR" });
        var output = new Option<string?>("--out") { Description = "Where the areas go, as csv (default: printed).", HelpName = "O.csv" };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of csv." };
        var command = new Command("explain", "Split each area's change of index exactly into its own indicators, re-normalisation and definition; its change of rank; and what made its class change.")
        {
            method, earlier, before, after, versionsBefore, versionsAfter, series, classes, published, borders, year, yearBefore, output, json,
        };
        command.SetAction(given =>
        {
            var later = IndexCommands.Read(given.GetRequiredValue(method));
            var former = given.GetValue(earlier) is { } file ? IndexCommands.Read(file) : later;
            var id = given.GetRequiredValue(series);
            foreach (var wanted in new[] { id, given.GetValue(classes) }.OfType<string>())
            {
                Known(former, wanted);
                Known(later, wanted);
            }

            var report = IndexCommands.Told(later.Id, () =>
            {
                var change = new ChangeOfRuns(
                    IndexComputation.Compute(former, IndexData.Read(former, given.GetRequiredValue(before), versions: given.GetValue(versionsBefore), other: later), given.GetValue(yearBefore), log: false),
                    IndexComputation.Compute(later, IndexData.Read(later, given.GetRequiredValue(after), versions: given.GetValue(versionsAfter), other: former), given.GetValue(year), log: false),
                    given.GetValue(borders) is { } moved ? AreaFile.Read(moved).Areas.ToHashSet(StringComparer.Ordinal) : null);
                return new Report(
                    id,
                    change,
                    Explaining.OfIndex(change, id),
                    Explaining.OfRank(change, id),
                    given.GetValue(classes) is { } of ? Explaining.OfClass(change, Classes(change, of)) : null,
                    given.GetValue(published) is { } column ? Rounding(change, id, column, given.GetRequiredValue(before), given.GetRequiredValue(after)) : null);
            });
            using var to = given.GetValue(output) is { } path ? IndexOutput.Create(path) : null;
            Write(report, given.GetValue(json), to ?? System.Console.Out);
        });
        return command;
    }

    private static void Write(Report report, bool asJson, TextWriter to)
    {
        string[] header =
        [
            "area", "before", "after", .. report.Index.Causes, .. report.Rounding is null ? Array.Empty<string>() : ["rounding"],
            "rank-before", "rank-after", .. report.Rank.Causes.Select(cause => $"rank-{cause}"),
            .. report.Classes is null ? Array.Empty<string>()
                : ["class-before", "class-after", "class-own-new", "class-limits-new", .. report.Change.DefinitionChanged ? ["class-method-new"] : Array.Empty<string>(), "cause"],
            "status",
        ];
        var rows = Enumerable.Range(0, report.Index.Areas.Count).Select(area => Row(report, area)).Concat(Alone(report, header));
        if (asJson)
        {
            to.WriteLine(JsonSerializer.Serialize(
                new { areas = rows.Select(row => header.Zip(row).Where(field => field.Second is not null).ToDictionary(field => field.First, field => field.Second)) }, IndexOutput.Json));
            return;
        }

        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(header);
        foreach (var row in rows)
        {
            csv.WriteRecord(Array.ConvertAll(row, value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        }
    }

    private static object?[] Row(Report report, int area)
    {
        var (index, rank) = (report.Index.Areas[area], report.Rank.Areas[area]);
        var classes = report.Classes?[area];
        return
        [
            index.Area, Known(index.Before), Known(index.After), .. Parts(index, report.Index.Causes.Count), .. report.Rounding is { } rounding ? new[] { Known(rounding[area]) } : [],
            Known(rank.Before), Known(rank.After), .. Parts(rank, report.Rank.Causes.Count),
            .. classes is null ? Array.Empty<object?>()
                : [
                    classes.Before, classes.After, classes.OwnNew, classes.LimitsNew, .. report.Change.DefinitionChanged ? [classes.MethodNew] : Array.Empty<object?>(),
                    classes.Cause is { } cause ? JsonNamingPolicy.KebabCaseLower.ConvertName(cause.ToString()) : null,
                ],
            index.NotComparable,
        ];
    }

    /// <summary>An area that is in one run only: its value there, and that there is nothing to compare it with.</summary>
    private static IEnumerable<object?[]> Alone(Report report, string[] header)
    {
        foreach (var (run, column, status) in new[] { (report.Change.Before, "before", "not comparable: only in the earlier figures"), (report.Change.After, "after", "not comparable: only in the later figures") })
        {
            foreach (var (area, place) in run.Figures.Areas.Select((area, place) => (area, place)).ExceptBy(report.Change.Areas, one => one.area))
            {
                yield return Array.ConvertAll(header, name => name switch { "area" => area, "status" => status, _ => name == column ? Known(run[report.Series][place]) : null });
            }
        }
    }

    private static IEnumerable<object?> Parts(SplitChange change, int causes) => change.Parts.Count == 0 ? Enumerable.Repeat<object?>(null, causes) : change.Parts.Select(Known);

    private static object? Known(double value) => double.IsNaN(value) ? null : value;

    /// <summary>What the published change has beyond the computed one, per area in both.</summary>
    private static double[] Rounding(ChangeOfRuns change, string series, string column, string[] before, string[] after)
    {
        var (earlier, later) = (Column(before, column), Column(after, column));
        var (was, now) = (change.Values(series, _ => false, false, false), change.Values(series, _ => true, true, true));
        return [.. change.Areas.Select((area, i) => later.GetValueOrDefault(area, double.NaN) - earlier.GetValueOrDefault(area, double.NaN) - (now[i] - was[i]))];
    }

    private static Dictionary<string, double> Column(string[] files, string column)
    {
        var file = files.FirstOrDefault(path => AreaFile.Header(path).Contains(column, StringComparer.Ordinal))
            ?? throw new UtanException($"the column \"{column}\" is in none of the files ({string.Join(", ", files)}).");
        var read = AreaFile.Read(file, wanted: [column]);
        return read.Areas.Zip(read.Numbers(column)).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>The series, if all its values are whole numbers: others have no classes to tell the cause of.</summary>
    private static string Classes(ChangeOfRuns change, string series)
    {
        foreach (var run in new[] { change.Before, change.After })
        {
            var values = run[series];
            for (var area = 0; area < values.Length; area++)
            {
                if (!double.IsNaN(values[area]) && values[area] != Math.Floor(values[area]))
                {
                    throw new IndexException(string.Create(CultureInfo.InvariantCulture, $"series \"{series}\", area {run.Figures.Areas[area]}: {values[area]} is no class."));
                }
            }
        }

        return series;
    }

    private static void Known(IndexDefinition definition, string series)
    {
        if (definition.Series.All(one => one.Id != series))
        {
            throw new UtanException($"{definition.Id} {definition.Version} has no series \"{series}\"; it has {string.Join(", ", definition.Series.Select(one => one.Id))}.");
        }
    }

    private static Option<string[]> Data(string name, string description) =>
        new(name) { Description = description, HelpName = "D.csv", Required = true, AllowMultipleArgumentsPerToken = true };

    private sealed record Report(string Series, ChangeOfRuns Change, SplitChanges Index, SplitChanges Rank, IReadOnlyList<ClassChange>? Classes, double[]? Rounding);
}
