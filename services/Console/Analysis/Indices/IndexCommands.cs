using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary>The command <c>utan index</c>: indices over csv files, without any service.</summary>
internal static class IndexCommands
{
    public static Command Create(IAnsiConsole console) => new("index", "Compute an index from its definition over csv files; no services needed.")
    {
        Compute(console),
        Validate(console),
        Schema(),
        ExplainCommand.Create(),
        FreezeCommand.Create(console),
        CertaintyCommand.Create(console),
        LogCommands.Replay(console),
        LogCommands.Compare(console),
    };

    internal static Option<string> Method() => new("--method") { Description = "The index's definition, a YAML file.", HelpName = "M.yaml", Required = true };

    internal static Option<string[]> Data() => new("--data")
    {
        Description = "The areas' figures, a csv file (also .gz); several are joined by the areas' codes.",
        HelpName = "D.csv",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The option that tells the versions of the indicators' own definitions; see <see cref="IndexData.VersionsOf"/>.</summary>
    internal static Option<string[]> Versions(string name = "--versions", string of = "the figures") => new(name)
    {
        Description = $"Which version of its own definition each indicator of {of} has, by column; limits hold for the version that they were set for.",
        HelpName = "COLUMN=VERSION,…",
    };

    internal static Option<int?> Period() => new("--period") { Description = "The year that the figures are for, where inputs have a highest age.", HelpName = "YEAR" };

    private static Command Compute(IAnsiConsole console)
    {
        var (method, data, versions, period) = (Method(), Data(), Versions(), Period());
        var output = new Option<string?>("--out") { Description = "Where the areas' results go, as csv (default: printed).", HelpName = "O.csv" };
        var summaries = new Option<string?>("--summaries") { Description = "A folder for the definition's summaries, one csv each.", HelpName = "DIR" };
        var log = new Option<string?>("--log") { Description = "A file for the log of every step with arguments, hashes, and imputed and treated cells, as JSON.", HelpName = "L.json" };
        var json = new Option<bool>("--json") { Description = "Print a report as JSON instead of the areas." };
        var command = new Command("compute", "Compute an index for every area.") { method, data, versions, output, summaries, log, period, json };
        command.SetAction(given =>
        {
            var definition = Read(given.GetRequiredValue(method));
            var files = given.GetRequiredValue(data);
            var logged = given.GetValue(log) is not null || given.GetValue(json);
            var run = LongWork.Run("computing", progress => Told(definition.Id, () =>
                IndexComputation.Compute(definition, IndexData.Read(definition, files, versions: given.GetValue(versions)), given.GetValue(period), logged, progress)));
            var key = definition.Areas.Key ?? "area";
            if (given.GetValue(output) is { } file)
            {
                using var to = IndexOutput.Create(file);
                IndexOutput.WriteAreas(run, key, to);
            }

            if (given.GetValue(summaries) is { } folder)
            {
                Directory.CreateDirectory(folder);
                foreach (var summary in definition.Summaries)
                {
                    using var to = IndexOutput.Create(Path.Combine(folder, summary.Id + ".csv"));
                    IndexOutput.WriteSummary(summary.By, Summarising.Of(run, summary), to);
                }
            }

            if (given.GetValue(log) is { } logFile)
            {
                using var to = IndexOutput.Create(logFile);
                to.WriteLine(StepLogFile.Write(StepLog.Of(run)));
            }

            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(IndexOutput.Report(run), IndexOutput.Json));
            }
            else if (given.GetValue(output) is null)
            {
                IndexOutput.WriteAreas(run, key, System.Console.Out);
            }
        });
        return command;
    }

    private static Command Validate(IAnsiConsole console)
    {
        var file = new Argument<string>("M.yaml") { Description = "The definition's file." };
        var command = new Command("validate", "Check a definition's file; tells its mistakes with line and column.") { file };
        command.SetAction(given =>
        {
            var definition = Read(given.GetRequiredValue(file));
            console.WriteLine($"{given.GetRequiredValue(file)} is right: {definition.Id} {definition.Version}, {definition.Inputs.Count} inputs, {definition.Series.Count} series, {definition.Summaries.Count} summaries.");
        });
        return command;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON Schema of definitions, for editors.");
        command.SetAction(_ => System.Console.Out.Write(IndexSchema.Text()));
        return command;
    }

    /// <summary>A definition from its file.</summary>
    internal static IndexDefinition Read(string file)
    {
        try
        {
            return IndexFile.Read(file, File.ReadAllText(file));
        }
        catch (DefinitionException mistakes)
        {
            throw new UtanException($"the definition has {mistakes.Errors.Count} mistake{(mistakes.Errors.Count == 1 ? "" : "s")}:{Environment.NewLine}{mistakes.Message}");
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new UtanException($"there is no file {file}{(unreadable is UnauthorizedAccessException ? " that may be read" : "")}.");
        }
    }

    /// <summary>Figures that an index cannot be computed from are told in the index's own words.</summary>
    internal static T Told<T>(string index, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (Exception wrong) when (wrong is IndexException or ArgumentException)
        {
            throw new UtanException($"{index}: {wrong.Message}");
        }
    }
}
