using System.Text.Json;

namespace Utanforskap.Benchmarks;

/// <summary>One measured figure. Nothing is judged here: a goal is printed beside it.</summary>
public sealed record Figure(string Benchmark, string Name, double Value, string Unit, string? Goal = null);

internal static class FigureJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
