using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Certainty;

/// <summary>The socioeconomic index with types, over a made-up country, with any certainty.</summary>
internal static class Sei
{
    public const string Rounded = "certainty: { precision: { v1: { decimals: 1 }, v2: { decimals: 1 }, v3: { decimals: 1 } } }";

    public const string Chance = "certainty: { chance: { inputs: { v1: { size: n, per: 100, household: 2.1 }, v2: { size: n, per: 100 }, v3: { size: n, per: 100 } }, correlation: 0.4 } }";

    public const string Choice =
        "certainty: { choice: { weights: { sei: 0.2 }, limits: { type: 0.1 }, alternatives: { parts: { standard-scores: { \"part-{}\": [standardise] } } } } }";

    public static IndexDefinition Definition(string certainty, string type = "classes: { by: deviations, cuts: [2, 1, 0, -1] }") => IndexFile.Read(
        "sei.yaml",
        $$"""
        index: sei
        version: 1.0.0
        inputs: [v1, v2, v3]
        series:
          part-{}: { each: inputs, from: "{}", shown: false }
          sei: { mean: [part-v1, part-v2, part-v3] }
          type: { from: sei, steps: [{{type}}] }
        {{certainty}}
        """);

    /// <summary>Shares with one decimal; the parts hang together as real ones do.</summary>
    public static IndexFigures Country(int areas, int seed = 7)
    {
        var random = new Random(seed);
        double Part(double level) => Math.Round(Math.Clamp((level * (0.6 + (0.8 * random.NextDouble()))) + random.NextDouble(), 0, 100), 1);
        var levels = Enumerable.Range(0, areas).Select(_ => 3 + (12 * -Math.Log(1 - random.NextDouble()) * 0.5)).ToArray();
        return new IndexFigures(
            [.. Enumerable.Range(0, areas).Select(area => $"A{area:D6}")],
            [
                new("v1", [.. levels.Select(Part)]), new("v2", [.. levels.Select(Part)]), new("v3", [.. levels.Select(level => Part(level / 3))]),
                new("n", [.. levels.Select(_ => (double)random.Next(650, 12_000))]),
            ]);
    }

    public static LayerCertainty Of(IndexDefinition definition, IndexFigures figures, DrawOptions? options = null) =>
        CertaintyComputation.Compute(definition, figures, definition.Certainty!.Layers.Single(), options ?? new DrawOptions(2_000));
}
