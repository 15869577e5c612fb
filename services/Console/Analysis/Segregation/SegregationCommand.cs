using System.CommandLine;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Console.Analysis.Segregation;

/// <summary>The command <c>utan segregation</c>: how unevenly groups are spread over areas, from a csv file, without any service.</summary>
internal static class SegregationCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var data = new Option<string>("--data") { Description = "The areas' counts: a csv file (also .gz), a line per area.", HelpName = "D.csv", Required = true };
        var area = new Option<string?>("--area", "--unit") { Description = "The column of the areas' codes (default: the first).", HelpName = "COL" };
        var groups = new Option<string[]>("--groups") { Description = "The columns that count each group's persons, at least two. For inkomst-D the five income fifths from the lowest.", HelpName = "A,B[,C…]", Required = true };
        var by = new Option<string[]>("--by") { Description = "Also within each municipality (a code's first four characters), county (first two), both, or value of a column, and M split over them.", HelpName = "county,municipality|COL" };
        var index = new Option<string[]>("--index") { Description = "Which indices (default: all for that many groups): D, H, M, P, E, I; of two groups also G, xPx, xPy, eta2, A, A(b); of five inkomst-D.", HelpName = "D,H,M…" };
        var before = new Option<string?>("--before") { Description = "The same counts an earlier year: splits the change of M into composition and structure.", HelpName = "D0.csv" };
        var quotients = new Option<string?>("--quotients") { Description = "A file for each area's location quotients, as csv.", HelpName = "Q.csv" };
        var seed = new Option<long>("--seed") { Description = "Seed of all chance (default 1): the same seed gives the same figures.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var replicates = new Option<int>("--replicates") { Description = "How many resamples, and as many random allocations (default 500, at least 20).", HelpName = "N", DefaultValueFactory = _ => 500 };
        AnalysisOutput.RefuseBelow(replicates, 20);
        var json = new Option<bool>("--json") { Description = "As JSON, unrounded." };
        var command = new Command("segregation", "How unevenly groups live: indices with interval and what chance would give; no services needed.")
        {
            data, area, groups, by, index, before, quotients, seed, replicates, json,
        };
        command.SetAction((given, cancellationToken) =>
        {
            var levels = AnalysisOutput.Names(given.GetValue(by));
            var read = GroupFile.Read(given.GetRequiredValue(data), given.GetValue(area), AnalysisOutput.Names(given.GetValue(groups)), Division.Column(levels));
            var division = Division.Of(levels, read);
            var indices = Indices(AnalysisOutput.Names(given.GetValue(index)), read);
            var plan = new SamplingPlan(given.GetValue(seed), given.GetValue(replicates));
            var earlier = given.GetValue(before) is { } path ? GroupFile.Read(path, given.GetValue(area), read.Groups, null) : null;
            var report = LongWork.Run("resampling persons", progress => SegregationReport.Of(read, earlier, division, indices, plan, progress, cancellationToken));
            if (given.GetValue(quotients) is { } file)
            {
                AnalysisOutput.WriteFile(file, to => WriteQuotients(read, to));
            }

            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(report, AnalysisOutput.Json));
            }
            else
            {
                SegregationText.Print(report, console);
            }

            return Task.CompletedTask;
        });
        return command;
    }

    private static SegregationIndex[] Indices(string[] asked, GroupFile read)
    {
        var groups = read.Groups.Count;
        if (asked.Length == 0)
        {
            // Five groups are income fifths only if somebody says so.
            return [.. SegregationIndex.All.Where(index => index.IsFor(groups) && index != SegregationIndex.IncomeDissimilarity)];
        }

        return Array.ConvertAll(asked, id => SegregationIndex.Find(id) switch
        {
            null => throw new UtanException($"there is no index {id}; there are {string.Join(", ", SegregationIndex.All.Select(index => index.Id))}."),
            var index when !index.IsFor(groups) => throw new UtanException($"{index.Id} ({index.Name}) is for {index.Groups} groups; --groups names {groups}."),
            var index => index,
        });
    }

    private static void WriteQuotients(GroupFile read, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (var name in read.Groups.Prepend("area"))
        {
            csv.WriteField(name);
        }

        csv.EndRecord();
        var quotients = read.Groups.Select((_, group) => LocationQuotient.Of(read.Table, group)).ToArray();
        for (var unit = 0; unit < read.Table.Units.Count; unit++)
        {
            csv.WriteField(read.Table.Units[unit]);
            foreach (var quotient in quotients)
            {
                csv.WriteField(double.IsNaN(quotient[unit]) ? "" : quotient[unit].ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            }

            csv.EndRecord();
        }
    }
}
