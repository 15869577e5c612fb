using System.Globalization;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Reading;

/// <summary>Writes what <see cref="CertaintyReader"/> reads.</summary>
internal static class CertaintyWriter
{
    /// <summary>The section's fields, each on a line of its own.</summary>
    public static List<(string Name, string Value)> Fields(CertaintyModel model) => IndexWriter.Fields(
        ("of", IndexWriter.Quoted(model.Target)),
        ("ranks", model.Ranked is { } ranked ? IndexWriter.Quoted(ranked) : null),
        ("precision", model.Precision.Count > 0 ? Map(model.Precision, input => input.Input, Precision) : null),
        ("chance", model.Chance is { } chance ? Chance(chance) : null),
        ("choice", model.Choice is { } choice ? Choice(choice) : null));

    private static string Precision(InputPrecision input) => IndexWriter.Braced(IndexWriter.Fields(
        ("decimals", input.Decimals?.ToString(CultureInfo.InvariantCulture)),
        ("cell-key", input.CellKey is { } noise ? string.Create(CultureInfo.InvariantCulture, $"{{ variance: {noise.Variance:R}, largest: {noise.Largest} }}") : null),
        ("suppressed-below", input.Suppressed?.Below.ToString(CultureInfo.InvariantCulture)),
        ("suppressed-where", input.Suppressed is { } suppressed ? IndexWriter.Quoted(suppressed.Where) : null)));

    private static string Chance(ChanceModel chance) => IndexWriter.Braced(
    [
        ("inputs", Map(chance.Inputs, input => input.Input, input => IndexWriter.Braced(
        [
            ("size", input.Size.Column is { } column ? IndexWriter.Quoted(column) : IndexWriter.Number(input.Size.Number)),
            ("per", IndexWriter.Number(input.Per)),
            ("design-effect", IndexWriter.Number(input.DesignEffect)),
        ]))),
        ("correlation", $"[{string.Join(", ", chance.Correlation.Select(row => $"[{string.Join(", ", row.Select(IndexWriter.Number))}]"))}]"),
        ("years", IndexWriter.Number(chance.Years)),
    ]);

    private static string Choice(ChoiceModel choice) => IndexWriter.Braced(IndexWriter.Fields(
        ("weights", choice.Weights.Count > 0 ? Map(choice.Weights, weight => weight.Series, weight => IndexWriter.Number(weight.Relative)) : null),
        ("limits", choice.Limits.Count > 0 ? Map(choice.Limits, limit => limit.Series, limit => IndexWriter.Number(limit.Range)) : null),
        ("alternatives", choice.Alternatives.Count > 0
            ? Map(choice.Alternatives, alternatives => alternatives.Name, alternatives => Map(alternatives.Options, option => option.Name, option => Map(option.Steps, steps => steps.Key, steps => Steps(steps.Value))))
            : null)));

    private static string Steps(IEnumerable<Step> steps) => $"[{string.Join(", ", steps.Select(step => IndexWriter.StepFields(step) is { Count: > 0 } fields ? $"{{ {step.Name}: {IndexWriter.Braced(fields)} }}" : step.Name))}]";

    private static string Map<T>(IEnumerable<T> items, Func<T, string> name, Func<T, string> value) =>
        IndexWriter.Braced([.. items.Select(item => (IndexWriter.Quoted(name(item)), value(item)))]);
}
