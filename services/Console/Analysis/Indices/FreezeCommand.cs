using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary><c>utan index freeze</c>: makes a relative definition absolute at a base year.</summary>
internal static class FreezeCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var method = new Option<string>("--method") { Description = "The relative definition.", HelpName = "M.yaml", Required = true };
        var data = new Option<string[]>("--data") { Description = "The base year's figures, csv.", HelpName = "D.csv", Required = true, AllowMultipleArgumentsPerToken = true };
        var versions = IndexCommands.Versions();
        var period = new Option<int>("--period") { Description = "The base year.", HelpName = "YEAR", Required = true };
        var id = new Option<string?>("--id") { Description = "The new definition's id (default: the old one's with -YEAR).", HelpName = "ID" };
        var decimals = new Option<int?>("--decimals") { Description = "Round limits to so many decimals (default: not at all).", HelpName = "N" };
        var output = new Option<string>("--out") { Description = "Where the new definition goes.", HelpName = "F.yaml", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the differences as JSON." };
        var command = new Command("freeze", "Turn limits that are relative to a base year's areas into absolute ones, as a new definition; tells every area of the base year that comes out otherwise.")
        {
            method, data, versions, period, id, decimals, output, json,
        };
        command.SetAction(given =>
        {
            if (given.GetValue(decimals) is < 0 or > 15)
            {
                throw new UtanException("--decimals is a whole number from 0 to 15.");
            }

            var definition = IndexCommands.Read(given.GetRequiredValue(method));
            var year = given.GetValue(period);
            var frozen = IndexCommands.Told(definition.Id, () => Freezing.Freeze(
                IndexComputation.Compute(definition, IndexData.Read(definition, given.GetRequiredValue(data), versions: given.GetValue(versions)), year, log: false),
                given.GetValue(id) ?? $"{definition.Id}-{year}", $"{year}", given.GetValue(decimals)));
            using (var to = IndexOutput.Create(given.GetRequiredValue(output)))
            {
                to.Write(IndexWriter.Write(frozen.Definition));
            }

            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(new { index = frozen.Definition.Id, baseYear = year, differences = frozen.Differences }, IndexOutput.Json));
                return;
            }

            console.WriteLine(frozen.Differences.Count == 0
                ? $"{given.GetRequiredValue(output)}: {frozen.Definition.Id} gives {year}'s list exactly."
                : $"{given.GetRequiredValue(output)}: {frozen.Definition.Id} gives {frozen.Differences.Count} of {year}'s results otherwise, through the rounding of its limits:");
            foreach (var difference in frozen.Differences)
            {
                console.WriteLine($"  {difference.Area} {difference.Series}: {difference.Relative} → {difference.Frozen}");
            }

            foreach (var input in frozen.Definition.Inputs.Where(input => input.Note is not null))
            {
                console.WriteLine($"  {input.Id}: {input.Note}");
            }
        });
        return command;
    }
}
