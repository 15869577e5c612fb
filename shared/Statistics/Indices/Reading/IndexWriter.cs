using System.Globalization;
using System.Text;
using System.Text.Json;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Certainty.Reading;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>Writes a definition as YAML that <see cref="IndexFile"/> reads as the same definition.</summary>
public static class IndexWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The definition's text.</summary>
    public static string Write(IndexDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var text = new StringBuilder();
        Line($"index: {definition.Id}");
        Line($"version: {Quoted(definition.Version)}");
        if (definition.Status != DefinitionStatus.InUse)
        {
            Line($"status: {definition.Status.Kebab()}");
        }

        if (definition.Name is { } name)
        {
            Line($"name: {Names(name)}");
        }

        if (definition.Reference is { } reference)
        {
            Line($"source: {Quoted(reference)}");
        }

        Section("areas", Fields(
            ("key", definition.Areas.Key is { } key ? Quoted(key) : null),
            ("require", definition.Areas.Require.Count > 0 ? List(definition.Areas.Require) : null),
            ("available", definition.Areas.Available > 0 ? Number(definition.Areas.Available) : null),
            ("at-least", Limits(definition.Areas.AtLeast)),
            ("at-most", Limits(definition.Areas.AtMost))));
        Line("inputs:");
        foreach (var input in definition.Inputs)
        {
            Line($"  {Quoted(input.Id)}: {Braced(InputFields(input))}");
        }

        Line("series:");
        foreach (var series in definition.Series)
        {
            Line($"  {Quoted(series.Id)}:");
            foreach (var (field, value) in SeriesFields(series))
            {
                Line($"    {field}: {value}");
            }

            if (series.Steps.Count > 0)
            {
                Line("    steps:");
                foreach (var step in series.Steps)
                {
                    var arguments = StepFields(step);
                    Line(arguments.Count == 0 ? $"      - {step.Name}" : $"      - {step.Name}: {Braced(arguments)}");
                }
            }
        }

        if (definition.Summaries.Count > 0)
        {
            Line("summaries:");
            foreach (var summary in definition.Summaries)
            {
                Line($"  {Quoted(summary.Id)}:");
                Line($"    by: {Quoted(summary.By)}");
                if (summary.Population is { } population)
                {
                    Line($"    population: {Quoted(population)}");
                }

                Line("    measures:");
                foreach (var measure in summary.Measures)
                {
                    Line($"      {Quoted(measure.Id)}: {{ kind: {measure.Kind.Kebab()}, of: {Quoted(measure.Of)}, share: {Number(measure.Share)}{(measure.HighestFirst ? ", highest-first: true" : "")} }}");
                }
            }
        }

        if (definition.Certainty is { } certainty)
        {
            Line("certainty:");
            foreach (var (field, value) in CertaintyWriter.Fields(certainty))
            {
                Line($"  {field}: {value}");
            }
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Section(string field, List<(string Name, string Value)> fields)
        {
            if (fields.Count > 0)
            {
                Line($"{field}: {Braced(fields)}");
            }
        }
    }

    private static List<(string Name, string Value)> InputFields(Input input) => Fields(
        ("column", input.Source.Denominator is null ? Quoted(input.Source.Column) : null),
        ("numerator", input.Source.Denominator is null ? null : Quoted(input.Source.Column)),
        ("denominator", input.Source.Denominator is { } denominator ? Quoted(denominator) : null),
        ("per", input.Source is { Denominator: not null, Per: not 1 } ? Number(input.Source.Per) : null),
        ("direction", input.Falling ? "falling" : null),
        ("missing", input.Missing.Count > 0 ? List(input.Missing) : null),
        ("thousands", input.Thousands is { } mark ? Quoted(mark.ToString()) : null),
        ("suffix", input.Suffix is { } suffix ? Quoted(suffix) : null),
        ("range", Pair(input.Lowest, input.Highest)),
        ("target", input.Target is { } target ? Number(target) : null),
        ("goalposts", Pair(input.LowerPost, input.UpperPost)),
        ("period-column", input.PeriodColumn is { } period ? Quoted(period) : null),
        ("maximum-age", input.MaximumAge?.ToString(CultureInfo.InvariantCulture)),
        ("optional", input.IsOptional ? "true" : null),
        ("definition-version", input.DefinitionVersion is { } version ? Quoted(version) : null),
        ("bridges", input.Bridges.Count > 0
            ? Braced([.. input.Bridges.OrderBy(bridge => bridge.Key, StringComparer.Ordinal).Select(bridge => (Quoted(bridge.Key), $"{{ multiply: {Number(bridge.Value.Multiply)}, add: {Number(bridge.Value.Add)} }}"))])
            : null),
        ("note", input.Note is { } note ? Quoted(note) : null));

    private static List<(string Name, string Value)> SeriesFields(Series series)
    {
        var origin = series.Origin switch
        {
            From from => Fields(("from", Quoted(from.Id))),
            Ratio ratio => Fields(("ratio", $"{{ numerator: {Quoted(ratio.Numerator)}, denominator: {Quoted(ratio.Denominator)}, per: {Number(ratio.Per)} }}")),
            Combination combination => CombinationFields(combination),
            var other => throw new InvalidOperationException($"A series from {other.GetType().Name} cannot be written."),
        };
        return [.. origin, .. Fields(
            ("class-names", series.ClassNames.Count > 0 ? $"[{string.Join(", ", series.ClassNames.Select(Names))}]" : null),
            ("shown", series.Shown ? null : "false"))];
    }

    private static List<(string Name, string Value)> CombinationFields(Combination combination) => Fields(
        (combination.Kind.Kebab(), combination.Parts.Any(part => part.Weight != 1)
            ? Braced([.. combination.Parts.Select(part => (Quoted(part.Id), Number(part.Weight)))])
            : List(combination.Parts.Select(part => part.Id))),
        ("weights", combination.Weighting == Weighting.Given ? null : combination.Weighting.Kebab()),
        ("missing", combination.DropMissing ? "drop" : null),
        ("available", combination.Available > 0 ? Number(combination.Available) : null),
        ("renormalise", combination.Renormalise ? "true" : null),
        ("exponent", combination.Kind == CombinationKind.PowerMean ? Number(combination.Exponent) : null),
        ("count", combination.Kind == CombinationKind.AtLeast ? combination.Count.ToString(CultureInfo.InvariantCulture) : null),
        ("drop-loadings-below", combination.DropLoadingsBelow > 0 ? Number(combination.DropLoadingsBelow) : null));

    /// <summary>The settings that are not their field's default.</summary>
    internal static List<(string Name, string Value)> StepFields(Step step)
    {
        var fields = StepKinds.All[step.Name].Fields.Select(field => (field.Name, Value: step.GetType().GetProperty(field.Property)!.GetValue(step), field.Default, field.IsRequired))
            .Where(field => field.IsRequired || !Same(field.Value, field.Default))
            .Select(field => (field.Name, Text(field.Value!))).ToList();
        return [.. fields, .. Fields(("within", step.Within is { } within ? Quoted(within) : null), ("weight", step.Weight is { } weight ? Quoted(weight) : null))];
    }

    private static bool Same(object? value, object? otherwise) => value is IReadOnlyList<double> list ? list.Count == 0 : Equals(value, otherwise);

    private static string Text(object value) => value switch
    {
        double number => Number(number),
        bool yes => yes ? "true" : "false",
        Enum word => Quoted(YamlFields.WordOf(word)),
        IReadOnlyList<double> list => $"[{string.Join(", ", list.Select(Number))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string? Limits(IReadOnlyDictionary<string, double> limits) => limits.Count > 0 ? Braced([.. limits.Select(limit => (Quoted(limit.Key), Number(limit.Value)))]) : null;

    private static string? Pair(double? lower, double? upper) => lower is { } low && upper is { } high ? $"[{Number(low)}, {Number(high)}]" : null;

    internal static List<(string Name, string Value)> Fields(params (string Name, string? Value)[] fields) => [.. fields.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))];

    internal static string Braced(List<(string Name, string Value)> fields) => $"{{ {string.Join(", ", fields.Select(field => $"{field.Name}: {field.Value}"))} }}";

    private static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quoted))}]";

    private static string Names(LocalText text) => $"{{ sv: {Quoted(text.Sv)}, en: {Quoted(text.En)} }}";

    internal static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // A JSON string is a YAML scalar in double quotes.
    internal static string Quoted(string text) => YamlFields.IsSlug(text) && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? text : JsonSerializer.Serialize(text, Plain);
}
