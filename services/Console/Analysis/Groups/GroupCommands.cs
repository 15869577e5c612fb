using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using Spectre.Console;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Console.Analysis.Groups;

/// <summary>The commands <c>utan groups fit|assign|approve</c>: groups of similar areas from a csv file, without any service.</summary>
internal static class GroupCommands
{
    private const string Auto = "auto";

    public static Command Create(IAnsiConsole console) => new("groups", "Groups of similar areas: find them, assign areas to those of a model, approve their names; no services needed.")
    {
        Fit(console),
        Assign(),
        Approve(console),
    };

    private static Option<string> Data() => new("--data") { Description = "The areas' indicators: a csv file (also .gz), a line per area.", HelpName = "D.csv", Required = true };

    private static Option<string?> Area() => new("--area") { Description = "The column of the areas' codes (default: the first).", HelpName = "COL" };

    private static Command Fit(IAnsiConsole console)
    {
        var (data, area) = (Data(), Area());
        var features = new Option<string[]>("--features") { Description = "The columns that areas are compared by (default with --previous: as before).", HelpName = "a,b,c" };
        var k = new Option<string?>("--k") { Description = "How many groups, or auto (default with --previous: as many as before).", HelpName = "8|auto" };
        k.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && given != Auto && !(int.TryParse(given, CultureInfo.InvariantCulture, out var number) && number > 0))
            {
                result.AddError($"--k is a number of groups or auto, not {given}");
            }
        });
        var seed = new Option<long>("--seed") { Description = "Seed of all chance (default 1): the same seed gives the same groups, to the bit.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var restarts = new Option<int>("--restarts") { Description = "Independent starts of k-means (default 100).", HelpName = "N", DefaultValueFactory = _ => 100 };
        AnalysisOutput.RefuseBelow(restarts, 1);
        var population = new Option<string?>("--population") { Description = "The column of the areas' populations; ids of groups follow it from version to version.", HelpName = "COL" };
        var previous = new Option<string?>("--previous") { Description = "The model's previous version: the new one grows from its groups.", HelpName = "OLD.json" };
        var output = new Option<string>("--out") { Description = "Where the model goes.", HelpName = "MODEL.json", Required = true };
        var json = new Option<bool>("--json") { Description = "Report as JSON." };
        var command = new Command("fit", "Find groups and freeze them, with the indicators' scaling, in a model.") { data, area, features, k, seed, restarts, population, previous, output, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(previous) is null && (result.GetValue(features) is not { Length: > 0 } || result.GetValue(k) is null))
            {
                result.AddError("--features and --k are needed unless --previous is given");
            }
        });
        command.SetAction((given, cancellationToken) =>
        {
            var old = given.GetValue(previous) is { } path ? ReadModel(path) : null;
            var named = AnalysisOutput.Names(given.GetValue(features));
            string[] indicators = named is [] && old is not null ? [.. old.Indicators.Select(indicator => indicator.Id)] : named;
            var file = given.GetRequiredValue(data);
            var read = FeatureFile.Read(file, given.GetValue(area), [.. indicators.Union(old?.Indicators.Select(indicator => indicator.Id) ?? [])], given.GetValue(population));
            var plan = new KMeansPlan(old?.Groups.Count ?? 1, given.GetValue(seed), given.GetValue(restarts));
            GroupCountChoice? choice = null;
            if (given.GetValue(k) == Auto)
            {
                choice = LongWork.Run("choosing the number of groups", progress => AnalysisOutput.About(file, () =>
                    GroupCount.Choose(read, indicators, plan, new GroupCountPlan(), progress, cancellationToken)));
                plan = plan with { Groups = choice.Chosen ?? throw new UtanException($"{file}: {NoneEligible(choice)}") };
            }
            else if (given.GetValue(k) is { } number)
            {
                plan = plan with { Groups = int.Parse(number, CultureInfo.InvariantCulture) };
            }

            var model = LongWork.Run("seeking groups", progress => AnalysisOutput.About(file, () => old is null
                ? GroupFit.First("grupper", read, indicators, plan, progress, cancellationToken)
                : GroupFit.Next(old, read, indicators, plan, progress, cancellationToken)));
            AnalysisOutput.WriteFile(given.GetRequiredValue(output), to => to.WriteLine(JsonSerializer.Serialize(model, AnalysisOutput.Json)));
            var report = new FitReport(model, NameProposal.Of(model), choice, [.. GroupAssignment.Assign(model, read).Where(assigned => assigned.Missing.Count > 0).Select(assigned => assigned.Area)]);
            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(report, AnalysisOutput.Json));
            }
            else
            {
                GroupText.Print(report, console);
            }

            return Task.CompletedTask;
        });
        return command;
    }

    private static Command Assign()
    {
        var (data, area) = (Data(), Area());
        var model = new Option<string>("--model") { Description = "The model, as `groups fit` wrote it.", HelpName = "MODEL.json", Required = true };
        var output = new Option<string?>("--out") { Description = "Where the areas' groups go, as csv (default: printed).", HelpName = "O.csv" };
        var json = new Option<bool>("--json") { Description = "Print as JSON, with what every indicator decides." };
        var command = new Command("assign", "Assign areas to the groups of a model; neither centroids nor scaling move.") { data, area, model, output, json };
        command.SetAction(given =>
        {
            var frozen = ReadModel(given.GetRequiredValue(model));
            var file = given.GetRequiredValue(data);
            var read = FeatureFile.Read(file, given.GetValue(area), [.. frozen.Indicators.Select(indicator => indicator.Id)], null);
            var assigned = AnalysisOutput.About(file, () => GroupAssignment.Assign(frozen, read));
            if (given.GetValue(output) is { } to)
            {
                AnalysisOutput.WriteFile(to, writer => WriteAreas(frozen, assigned, writer));
            }

            if (given.GetValue(json))
            {
                System.Console.Out.WriteLine(JsonSerializer.Serialize(new { model = frozen.Id, frozen.Version, areas = assigned }, AnalysisOutput.Json));
            }
            else if (given.GetValue(output) is null)
            {
                WriteAreas(frozen, assigned, System.Console.Out);
            }
        });
        return command;
    }

    private static Command Approve(IAnsiConsole console)
    {
        var model = new Option<string>("--model") { Description = "The model, as `groups fit` wrote it; the name is written into it.", HelpName = "MODEL.json", Required = true };
        var group = new Option<int>("--group") { Description = "The group's number.", HelpName = "N", Required = true };
        var name = new Option<string>("--name") { Description = "What the group is called from now on, in all versions in which it goes on.", HelpName = "NAME", Required = true };
        var output = new Option<string?>("--out") { Description = "Where the model goes instead of its own file.", HelpName = "OUT.json" };
        var command = new Command("approve", "Give a group a name, or another one. Names are proposed by `fit` and used only once a person has approved them.") { model, group, name, output };
        command.SetAction(given =>
        {
            var (path, text) = (given.GetRequiredValue(model), given.GetRequiredValue(name).Trim());
            if (text.Length == 0)
            {
                throw new UtanException("--name is empty.");
            }

            var frozen = ReadModel(path);
            if (frozen.Groups.FirstOrDefault(other => other.Name == text && other.Id != given.GetRequiredValue(group)) is { } bearer)
            {
                throw new UtanException($"{path}: group {bearer.Id} is called \"{text}\" already.");
            }

            var named = AnalysisOutput.About(path, () => frozen.Approve(given.GetRequiredValue(group), text));
            AnalysisOutput.WriteFile(given.GetValue(output) ?? path, to => to.WriteLine(JsonSerializer.Serialize(named, AnalysisOutput.Json)));
            console.WriteLine($"{named.Id} version {named.Version}: group {given.GetRequiredValue(group)} is called \"{text}\".");
        });
        return command;
    }

    private static GroupModel ReadModel(string path)
    {
        try
        {
            var model = JsonSerializer.Deserialize<GroupModel>(File.ReadAllText(path), AnalysisOutput.Json) ?? throw new UtanException($"{path}: This is not a model of groups.");
            return AnalysisOutput.About(path, () =>
            {
                model.Validate();
                return model;
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UtanException($"there is no file {path}.");
        }
        catch (JsonException unreadable)
        {
            throw new UtanException($"{path} line {unreadable.LineNumber + 1}: this is not a model of groups, at {unreadable.Path}.");
        }
    }

    private static string NoneEligible(GroupCountChoice choice)
    {
        var limits = new GroupCountPlan();
        var tried = choice.Candidates.Select(candidate => string.Create(CultureInfo.InvariantCulture, $"{candidate.Groups}: {candidate.SmallestGroup} areas, {candidate.Stability:0.00}"));
        return string.Create(CultureInfo.InvariantCulture, $"no number of groups has {limits.SmallestGroup} areas in each and a stability of {limits.LeastStability} ({string.Join("; ", tried)}); choose one with --k.");
    }

    private static void WriteAreas(GroupModel model, IReadOnlyList<AssignedArea> areas, TextWriter to)
    {
        const int Deciders = 3;
        var names = model.Groups.ToDictionary(group => group.Id, group => group.Name);
        static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
        using var csv = CsvWriter.Create(to, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        void Write(params IEnumerable<string> fields)
        {
            foreach (var field in fields)
            {
                csv.WriteField(field);
            }

            csv.EndRecord();
        }

        Write("area", "group", "name", "distance", "second", "second_distance", "margin", "silhouette", "decided_by", "missing");
        foreach (var area in areas)
        {
            Write(
                area.Area,
                $"{area.Group}",
                area.Group is { } id ? names[id] ?? "" : "",
                Number(area.Distance),
                $"{area.Second}",
                Number(area.SecondDistance),
                Number(area.Margin),
                Number(area.Silhouette),
                string.Join("; ", area.Deciders.Take(Deciders).Where(decider => decider.Contribution > 0).Select(decider => decider.Indicator)),
                string.Join("; ", area.Missing));
        }
    }
}
