using System.Text.Json;
using Utanforskap.Benchmarks;

// Usage: Benchmarks [NAME] [--json FILE]. `./utan bench` sets up broker and database and hands over.
var names = new Dictionary<string, Func<Task<IReadOnlyList<Figure>>>>(StringComparer.Ordinal)
{
    ["latency"] = Latency.MeasureAsync,
    ["intake"] = Intake.MeasureAsync,
    ["outbox"] = OutboxThroughput.MeasureAsync,
    ["index"] = IndexCompute.MeasureAsync,
    ["methods"] = MethodGrowth.MeasureAsync,
    ["groups"] = GroupFitting.MeasureAsync,
    ["certainty"] = CertaintyDraws.MeasureAsync,
};

var file = args.SkipWhile(a => a != "--json").Skip(1).FirstOrDefault();
var asked = args.Where(a => a != "--json" && a != file).ToList();
if (asked.FirstOrDefault(a => !names.ContainsKey(a)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark '{unknown}'. There are: {string.Join(", ", names.Keys)}.");
    return 1;
}

var figures = new List<Figure>();
foreach (var name in asked.Count > 0 ? asked : [.. names.Keys])
{
    Console.WriteLine($"{name} …");
    foreach (var figure in await names[name]())
    {
        figures.Add(figure);
        Console.WriteLine($"  {figure.Name,-58} {figure.Value,14:#,##0.###} {figure.Unit}{(figure.Goal is null ? "" : $"   (goal {figure.Goal})")}");
    }
}

if (file is not null)
{
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(figures, FigureJson.Options));
}

return 0;
