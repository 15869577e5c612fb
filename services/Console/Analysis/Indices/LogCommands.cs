using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary><c>utan index replay|compare</c>: a run regenerated from its step log, and two logs compared. Exit code 1 where they differ.</summary>
internal static class LogCommands
{
    private const int Differs = 1;

    public static Command Replay(IAnsiConsole console)
    {
        var (method, data, versions) = (IndexCommands.Method(), IndexCommands.Data(), IndexCommands.Versions());
        var log = new Option<string>("--log") { Description = "The run's log, as `index compute --log` wrote it.", HelpName = "L.json", Required = true };
        var from = new Option<int>("--from") { Description = "The first step that takes its parameters from the log (default 1); those before it are found in the figures anew.", HelpName = "STEP", DefaultValueFactory = _ => 1 };
        var output = new Option<string?>("--out") { Description = "Where the areas' results go, as csv.", HelpName = "O.csv" };
        var json = Json();
        var command = new Command("replay", "Regenerate a run from any step of its log, with the logged parameters and weights, and tell the first step whose result is another.")
        {
            method, data, versions, log, from, output, json,
        };
        command.SetAction(given =>
        {
            var definition = IndexCommands.Read(given.GetRequiredValue(method));
            var logged = Read(given.GetRequiredValue(log));
            var run = IndexCommands.Told(definition.Id, () =>
                IndexComputation.Replay(definition, IndexData.Read(definition, given.GetRequiredValue(data), versions: given.GetValue(versions)), logged, given.GetValue(from)));
            if (given.GetValue(output) is { } file)
            {
                using var to = IndexOutput.Create(file);
                IndexOutput.WriteAreas(run, definition.Areas.Key ?? "area", to);
            }

            return Tell(LogComparison.Of(logged, StepLog.Of(run)), logged, "the log", "the replay", given.GetValue(json), console);
        });
        return command;
    }

    public static Command Compare(IAnsiConsole console)
    {
        var first = new Argument<string>("L1.json") { Description = "A run's log." };
        var second = new Argument<string>("L2.json") { Description = "Another's." };
        var json = Json();
        var command = new Command("compare", "Compare two runs by their logs: where they part first, and every step whose arguments, inputs, result or treated cells differ.") { first, second, json };
        command.SetAction(given =>
        {
            var (one, other) = (Read(given.GetRequiredValue(first)), Read(given.GetRequiredValue(second)));
            return Tell(LogComparison.Of(one, other), one, given.GetRequiredValue(first), given.GetRequiredValue(second), given.GetValue(json), console);
        });
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    private static StepLog Read(string file)
    {
        try
        {
            return StepLogFile.Read(file, File.ReadAllText(file));
        }
        catch (IndexException wrong)
        {
            throw new UtanException($"{wrong.Message}.");
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new UtanException($"there is no file {file}{(unreadable is UnauthorizedAccessException ? " that may be read" : "")}.");
        }
    }

    private static int Tell(LogComparison comparison, StepLog log, string first, string second, bool asJson, IAnsiConsole console)
    {
        if (asJson)
        {
            System.Console.Out.WriteLine(JsonSerializer.Serialize(
                new
                {
                    equal = comparison.IsEqual,
                    sameAreas = comparison.HasSameAreas,
                    steps = log.Steps.Count,
                    first = comparison.Steps.Count > 0 ? Place(comparison.Steps[0]) : null,
                    differences = comparison.Steps.Select(step => new
                    {
                        step = Place(step),
                        origin = step.IsOrigin,
                        onlyIn = step.Second is null ? first : step.First is null ? second : null,
                        step.Arguments,
                        step.Inputs,
                        step.Output,
                        step.Cells,
                    }),
                },
                IndexOutput.Json));
            return comparison.IsEqual ? 0 : Differs;
        }

        if (comparison.IsEqual)
        {
            console.WriteLine($"All {log.Steps.Count} steps are the same.");
            return 0;
        }

        if (!comparison.HasSameAreas)
        {
            console.WriteLine("The areas, or their order, are not the same: every step differs by that alone.");
        }

        if (comparison.Steps is [var parting, ..])
        {
            console.WriteLine($"{first} and {second} part at {Words(parting)}. {comparison.Steps.Count} of {log.Steps.Count} steps differ:");
        }

        foreach (var step in comparison.Steps)
        {
            console.WriteLine($"  {(step.IsOrigin ? "*" : " ")} {Words(step)}: {What(step, first, second)}");
            foreach (var argument in step.Arguments)
            {
                console.WriteLine($"      {argument.Name}: {argument.First ?? "none"} → {argument.Second ?? "none"}");
            }
        }

        console.WriteLine("A difference begins at steps with *; the others follow from them.");
        return Differs;
    }

    private static object Place(StepDifference difference)
    {
        var step = difference.First ?? difference.Second!;
        return new { number = difference.First?.Number, inSecond = difference.Second?.Number, step.Series, step.Operation };
    }

    private static string Words(StepDifference difference)
    {
        var step = difference.First ?? difference.Second!;
        return $"step {step.Number}, {step.Operation} of {step.Series}";
    }

    private static string What(StepDifference step, string first, string second)
    {
        if (step.First is null || step.Second is null)
        {
            return $"only in {(step.First is null ? second : first)}";
        }

        string[] what =
        [
            .. step.Inputs ? new[] { "inputs" } : [], .. step.Arguments.Count > 0 ? new[] { "arguments" } : [], .. step.Output ? new[] { "result" } : [],
            .. step.Cells.Count > 0 ? new[] { $"{step.Cells.Count} treated cells" } : [],
        ];
        return string.Join(", ", what);
    }
}
