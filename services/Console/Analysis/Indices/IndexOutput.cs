using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary>Writes what a run gave: areas as csv, summaries as csv, the report as JSON.</summary>
internal static class IndexOutput
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A line per area: its code, the series that are shown, and why a value is missing where one is. Numbers have all their digits.</summary>
    public static void WriteAreas(IndexRun run, string key, TextWriter to)
    {
        var shown = run.Definition.Series.Where(series => series.Shown).Select(series => series.Id).ToArray();
        var columns = Array.ConvertAll(shown, id => run[id].ToArray());
        var withReasons = Array.Exists(columns, column => Array.Exists(column, double.IsNaN));
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var name in shown.Prepend(key).Concat(withReasons ? ["status"] : []))
        {
            csv.WriteField(name);
        }

        csv.EndRecord();
        for (var area = 0; area < run.Figures.Areas.Count; area++)
        {
            csv.WriteField(run.Figures.Areas[area]);
            foreach (var column in columns)
            {
                if (double.IsNaN(column[area]))
                {
                    csv.WriteField("");
                }
                else
                {
                    // −0 and 0 are the same figure.
                    csv.WriteField(column[area] + 0.0);
                }
            }

            if (withReasons)
            {
                csv.WriteField(string.Join("; ", shown.Select(id => run.WhyMissing(id, area) is { } reason ? $"{id}: {reason}" : null).OfType<string>().Distinct()));
            }

            csv.EndRecord();
        }
    }

    /// <summary>A line per group.</summary>
    public static void WriteSummary(string by, SummaryTable table, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var name in table.Columns.Select(column => column.Key).Prepend(by))
        {
            csv.WriteField(name);
        }

        csv.EndRecord();
        for (var group = 0; group < table.Groups.Count; group++)
        {
            csv.WriteField(table.Groups[group]);
            foreach (var (_, column) in table.Columns)
            {
                csv.WriteField(double.IsNaN(column[group]) ? "" : column[group].ToString("R", CultureInfo.InvariantCulture));
            }

            csv.EndRecord();
        }
    }

    /// <summary>What a run gave as a whole.</summary>
    public static object Report(IndexRun run) => new
    {
        index = run.Definition.Id,
        version = run.Definition.Version,
        status = run.Definition.Status == DefinitionStatus.Example ? "example" : "in-use",
        areas = run.Figures.Areas.Count,
        leftOut = run.LeftOut.Count,
        imputed = run.Log.Where(IsImputation).Sum(step => step.Cells.Count),
        treated = run.Log.Where(step => !IsImputation(step)).Sum(step => step.Cells.Count),
        series = run.Definition.Series.Where(series => series.Shown).Select(series => SeriesReport(run, series)),
    };

    private static bool IsImputation(StepRecord step) => step.Operation is "impute" or "first-present";

    private static object SeriesReport(IndexRun run, Series series)
    {
        var values = run[series.Id].ToArray();
        double[] present = [.. values.Where(value => !double.IsNaN(value))];
        var missing = values.Length - present.Length;
        var yes = present.Count(value => value == 1);
        var open = Enumerable.Range(0, values.Length).Count(area => double.IsNaN(values[area]) && !run.LeftOut.ContainsKey(area));
        return series switch
        {
            { IsFlag: true } => new { series.Id, areas = present.Length, missing, yes = new { lowest = yes, highest = yes + open } },
            { IsClass: true } => new
            {
                series.Id,
                areas = present.Length,
                missing,
                classes = Classes(run, series),
            },
            _ => new
            {
                series.Id,
                areas = present.Length,
                missing,
                lowest = present.Length == 0 ? null as double? : present.Min(),
                highest = present.Length == 0 ? null as double? : present.Max(),
                hash = ColumnHash.Of(values),
            },
        };
    }

    /// <summary>The classes that an area has or may have: in how many areas surely, and with those that may be in it.</summary>
    private static IEnumerable<object> Classes(IndexRun run, Series series)
    {
        var possible = Enumerable.Range(0, run.Figures.Areas.Count).Select(area => run.PossibleClasses(series.Id, area)).OfType<RankInterval>().ToList();
        return from number in Enumerable.Range(1, series.ClassCount)
               let lowest = possible.Count(classes => classes.Lowest == number && classes.Highest == number)
               let highest = possible.Count(classes => classes.Lowest <= number && classes.Highest >= number)
               where highest > 0
               select new { @class = number, name = series.ClassNames.ElementAtOrDefault(number - 1), areas = new { lowest, highest } };
    }

    public static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UtanException($"{path} cannot be written: {refused.Message.TrimEnd('.')}.");
        }
    }
}
