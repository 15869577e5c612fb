using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Certainty.Sensitivity;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary><c>utan index certainty</c>: how sure each area's class and rank are, by what the definition's section <c>certainty</c> states, and which choices of method matter.</summary>
internal static class CertaintyCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var method = new Option<string>("--method") { Description = "The index's definition, with a section \"certainty\".", HelpName = "M.yaml", Required = true };
        var data = new Option<string[]>("--data") { Description = "The areas' figures, csv; several are joined by area.", HelpName = "D.csv", Required = true, AllowMultipleArgumentsPerToken = true };
        var layer = new Option<CertaintyLayer?>("--layer") { Description = "Only this layer: precision, chance or choice (default: all that the definition states).", HelpName = "LAYER" };
        var draws = new Option<int>("--draws") { Description = "How many draws (default 10000).", HelpName = "N", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<ulong>("--seed") { Description = "The seed of all chance (default 1): the same seed gives the same bytes.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var sobol = new Option<int?>("--sobol") { Description = "Also which choices matter: Sobol indices from so many base samples, and the effect of leaving out each indicator.", HelpName = "N" };
        var before = new Option<string[]>("--before") { Description = "An earlier year's figures: also how sure each area's change of class since then is, by chance.", HelpName = "D0.csv", AllowMultipleArgumentsPerToken = true };
        var versions = IndexCommands.Versions();
        var versionsBefore = IndexCommands.Versions("--versions-before", "the earlier figures");
        var period = IndexCommands.Period();
        var yearBefore = new Option<int?>("--period-before") { Description = "The earlier year, likewise.", HelpName = "YEAR" };
        var output = new Option<string?>("--out") { Description = "Where the areas go, as csv (default: printed).", HelpName = "O.csv" };
        var json = new Option<bool>("--json") { Description = "Print JSON; holds the areas unless they go to --out." };
        var command = new Command("certainty", "Tell how sure each area's class and rank are: published precision, chance and choice of method, each on its own.")
        {
            method, data, versions, before, versionsBefore, layer, draws, seed, sobol, period, yearBefore, output, json,
        };
        command.SetAction((given, cancellation) =>
        {
            Check(given.GetValue(draws) >= 1, "--draws is a whole number from 1.");
            Check(given.GetValue(sobol) is null or >= 2, "--sobol is a whole number from 2.");
            Check(given.GetValue(sobol) is null || given.GetValue(json) || given.GetValue(output) is not null, "--sobol goes with --json, or with --out for the areas.");
            var definition = IndexCommands.Read(given.GetRequiredValue(method));
            var report = IndexCommands.Told(definition.Id, () =>
            {
                var figures = IndexData.Read(definition, given.GetRequiredValue(data), withCertainty: true, given.GetValue(versions));
                var year = given.GetValue(period);
                var then = given.GetValue(before) is { Length: > 0 } files ? IndexData.Read(definition, files, withCertainty: true, given.GetValue(versionsBefore)) : null;
                CertaintyLayer[] layers = given.GetValue(layer) is { } only ? [only] : [.. definition.Certainty?.Layers ?? []];
                Check(layers.Length > 0, $"{given.GetRequiredValue(method)} has no section \"certainty\", which states how sure its results are.");
                DrawOptions Options(IProgress<double>? bar) => new(given.GetValue(draws), given.GetValue(seed)) { Progress = bar, Cancellation = cancellation };
                var found = layers.Select(one => LongWork.Run($"{Word(one)}", bar => CertaintyComputation.Compute(definition, figures, one, Options(bar), year))).ToArray();
                return new Report(
                    definition,
                    found,
                    then is null ? null : LongWork.Run("change", bar => CertaintyComputation.OfChange(definition, then, figures, Options(bar), given.GetValue(yearBefore), year)),
                    given.GetValue(sobol) is { } samples ? LongWork.Run("choices", bar => MethodSensitivity.Of(definition, figures, samples, Options(bar), year)) : null,
                    given.GetValue(sobol) is null ? [] : MethodSensitivity.DropOne(definition, figures, year));
            });
            if (given.GetValue(output) is { } file)
            {
                using var to = IndexOutput.Create(file);
                WriteAreas(report, to);
            }

            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(Json(report, withAreas: given.GetValue(output) is null), IndexOutput.Json));
            }
            else if (given.GetValue(output) is null)
            {
                WriteAreas(report, System.Console.Out);
            }
            else
            {
                Print(report, console);
            }

            return Task.CompletedTask;
        });
        return command;
    }

    private static string Word(CertaintyLayer layer) => layer.ToString().ToLowerInvariant();

    private static void Check(bool isRight, string sentence)
    {
        if (!isRight)
        {
            throw new UtanException(sentence);
        }
    }

    /// <summary>A line per area; each layer has columns of its own.</summary>
    private static void WriteAreas(Report report, TextWriter to)
    {
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        void Line(IEnumerable<object?> fields)
        {
            foreach (var field in fields)
            {
                csv.WriteField(Convert.ToString(field, CultureInfo.InvariantCulture) ?? "");
            }

            csv.EndRecord();
        }

        Line([report.Definition.Areas.Key ?? "area", "class", "rank", .. report.Layers.SelectMany(layer => Columns(layer).Select(column => $"{Word(layer.Layer)}-{column}")), .. report.Changes is null ? Array.Empty<string>() : ["change-lower", "change-same", "change-higher", "change-none"]]);
        var changes = (report.Changes ?? []).ToDictionary(change => change.Area, StringComparer.Ordinal);
        for (var area = 0; area < report.Layers[0].Areas.Count; area++)
        {
            var first = report.Layers[0].Areas[area];
            Line([first.Area, first.Category, first.Rank, .. report.Layers.SelectMany(layer => Values(layer, layer.Areas[area])), .. report.Changes is null ? [] : Values(changes.GetValueOrDefault(first.Area))]);
        }
    }

    private static IEnumerable<string> Columns(LayerCertainty layer) =>
    [
        .. layer.Categories.Select(category => string.Create(CultureInfo.InvariantCulture, $"p{category}")), "p-none", "rank-lowest", "rank-highest",
        .. layer.Layer == CertaintyLayer.Precision ? new[] { "decided", "class-lowest", "class-highest", "possible-rank-lowest", "possible-rank-highest" } : [],
    ];

    private static IEnumerable<object?> Values(LayerCertainty layer, AreaCertainty area) =>
    [
        .. area.Probabilities.Cast<object?>(), area.None, area.Ranks?.Lowest, area.Ranks?.Highest,
        .. layer.Layer == CertaintyLayer.Precision
            ? new object?[] { area.IsDecided ? 1 : 0, area.Possible?.Lowest, area.Possible?.Highest, area.PossibleRanks?.Lowest, area.PossibleRanks?.Highest }
            : [],
    ];

    private static object?[] Values(ChangeCertainty? change) => [change?.Lower, change?.Same, change?.Higher, change?.None];

    private static object Json(Report report, bool withAreas) => new
    {
        index = report.Definition.Id,
        version = report.Definition.Version,
        layers = report.Layers.Select(layer => new
        {
            layer = Word(layer.Layer),
            layer.Draws,
            layer.Seed,
            probabilities = Word(layer.Probabilities),
            decisions = layer.Layer == CertaintyLayer.Precision ? Word(layer.Decisions) : null,
            classes = layer.Categories.Select((category, i) => new { @class = category, areas = layer.Areas.Count(area => area.Category == category), expected = layer.Areas.Sum(area => area.Probabilities[i]) }),
            undecided = layer.Layer == CertaintyLayer.Precision ? layer.Areas.Count(area => !area.IsDecided) : null as int?,
            areas = withAreas
                ? layer.Areas.Select(area => new { area.Area, @class = area.Category, area.Rank, area.Probabilities, area.None, area.Ranks, decided = layer.Layer == CertaintyLayer.Precision ? area.IsDecided : null as bool?, possible = area.Possible, area.PossibleRanks })
                : null,
        }),
        changes = withAreas ? report.Changes : null,
        sensitivity = report.Choices is { } choices
            ? new { choices.Samples, choices.Seed, rankChange = Json(choices, choices.RankChange), classChanges = Json(choices, choices.ClassChanges) }
            : null,
        dropOne = report.Choices is null ? null : report.Drops,
    };

    private static object? Json(ChoiceSensitivity choices, OutputSensitivity? output) => output is null ? null : new
    {
        output.Mean,
        output.Variance,
        status = output.Factors.Count == 0 ? "no choice changes it" : "told",
        choices = choices.Choices.Zip(output.Factors, (choice, factor) => new { choice, factor.First, factor.Total }),
    };

    private static string Word(Found found) => found.ToString().ToLowerInvariant();

    private static void Print(Report report, IAnsiConsole console)
    {
        foreach (var layer in report.Layers)
        {
            var sure = layer.Areas.Count(area => area.Category is { } category && area.Probabilities[Enumerable.Range(0, layer.Categories.Count).First(i => layer.Categories[i] == category)] >= 0.95);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Word(layer.Layer)}: {sure} of {layer.Areas.Count(area => area.Category is not null)} areas have their class with 95 per cent or more.")
                + (layer.Layer == CertaintyLayer.Precision ? string.Create(CultureInfo.InvariantCulture, $" {layer.Areas.Count(area => !area.IsDecided)} cannot be decided from the published figures ({Word(layer.Decisions)}).") : ""));
        }

        if (report.Choices is not { } choices)
        {
            return;
        }

        foreach (var (what, output) in new[] { ("mean change of rank", choices.RankChange), ("areas that change class", choices.ClassChanges) })
        {
            if (output is not null)
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {output.Mean:0.##} on average{(output.Factors.Count == 0 ? ", whatever is chosen" : "")}"));
                foreach (var (choice, factor) in choices.Choices.Zip(output.Factors).OrderByDescending(one => one.Second.Total.Value))
                {
                    console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {choice,-40} first {factor.First.Value,6:0.00} [{factor.First.Lowest:0.00}, {factor.First.Highest:0.00}]  total {factor.Total.Value,6:0.00} [{factor.Total.Lowest:0.00}, {factor.Total.Highest:0.00}]"));
                }
            }
        }

        foreach (var drop in report.Drops)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"without {drop.Input}: mean change of rank {drop.RankChange:0.##}, {drop.ClassChanges} areas change class"));
        }
    }

    private sealed record Report(IndexDefinition Definition, IReadOnlyList<LayerCertainty> Layers, IReadOnlyList<ChangeCertainty>? Changes, ChoiceSensitivity? Choices, IReadOnlyList<DropEffect> Drops);
}
