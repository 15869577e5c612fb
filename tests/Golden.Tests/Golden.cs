using System.Collections.Concurrent;
using Utanforskap.Console.Analysis;
using Utanforskap.Console.Analysis.Indices;
using Utanforskap.Statistics.Indices;
using Utanforskap.Testing;

namespace Utanforskap.Golden;

/// <summary>Definitions of this folder run over published data, as <c>./utan index compute</c> runs them.</summary>
internal static class Golden
{
    private static readonly ConcurrentDictionary<(string Path, string Key), AreaFile> Files = new();

    public static IndexDefinition Definition(string name) => IndexCommands.Read(Path.Combine(AppContext.BaseDirectory, "Definitions", name + ".yaml"));

    /// <summary>Computes a definition over files below <c>golden/</c> of the shared data; the test is skipped where they are missing.</summary>
    public static IndexRun Run(string definition, params string[] files)
    {
        var read = Definition(definition);
        return IndexComputation.Compute(read, IndexData.Read(read, Array.ConvertAll(files, file => SharedData.Find("golden/" + file))));
    }

    /// <summary>A column of a published file, by area, NaN where it is missing.</summary>
    public static Dictionary<string, double> Published(string file, string key, string column, params string[] missing)
    {
        var read = Files.GetOrAdd((SharedData.Find("golden/" + file), key), at => AreaFile.Read(at.Path, at.Key));
        return read.Areas.Zip(read.Numbers(column, missing)).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>A series of a run, by area.</summary>
    public static Dictionary<string, double> Column(this IndexRun run, string id) => run.Figures.Areas.Zip(run[id].ToArray()).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>The areas where two columns differ by more than a tolerance, or only one is missing.</summary>
    public static IReadOnlyList<string> Differing(Dictionary<string, double> computed, Dictionary<string, double> published, double tolerance)
    {
        computed.Keys.Order().ShouldBe(published.Keys.Order(), "The same areas are computed and published.");
        return [.. computed.Where(area => !(Math.Abs(area.Value - published[area.Key]) <= tolerance) && !(double.IsNaN(area.Value) && double.IsNaN(published[area.Key])))
            .Select(area => $"{area.Key}: {area.Value:R}, published {published[area.Key]:R}")];
    }
}
