using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Indices;

/// <summary>Small definitions and figures for tests.</summary>
internal static class Made
{
    /// <summary>A definition with inputs a, b, c … and these series.</summary>
    public static IndexDefinition Definition(string series, string inputs = "[a, b, c]", string more = "") =>
        IndexFile.Read("made.yaml", $"index: made\nversion: 1.0.0\ninputs: {inputs}\nseries:\n{string.Join('\n', series.Split('\n').Select(line => "  " + line))}\n{more}\n");

    /// <summary>Areas A1, A2 … with columns a, b, c … .</summary>
    public static IndexFigures Figures(params double[][] columns) => new(
        [.. Enumerable.Range(1, columns[0].Length).Select(area => $"A{area}")],
        columns.Select((column, i) => KeyValuePair.Create(((char)('a' + i)).ToString(), column)));

    /// <summary>Equal within a tolerance, or both missing.</summary>
    public static void ShouldBeNear(double actual, double expected, string what)
    {
        if (!(double.IsNaN(actual) && double.IsNaN(expected)))
        {
            actual.ShouldBe(expected, 1e-12, what);
        }
    }

    /// <summary>One series computed over columns a, b, c … .</summary>
    public static double[] Compute(string series, params double[][] columns)
    {
        var inputs = $"[{string.Join(", ", columns.Select((_, i) => (char)('a' + i)))}]";
        return IndexComputation.Compute(Definition(series, inputs), Figures(columns))["x"].ToArray();
    }
}
