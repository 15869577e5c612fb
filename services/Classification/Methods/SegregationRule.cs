using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Classification.Methods;

/// <summary>How unevenly groups of people live over the areas of each municipality, each county and the nation. Results are of those, not of the areas.</summary>
/// <param name="Groups">Indicators that count each group's people by area; the first two are the minority and the majority where an index asks.</param>
/// <param name="Indices">Which indices.</param>
/// <param name="Shown">The one that is shown as the method's index.</param>
/// <param name="Replicates">Resamples, and as many random allocations.</param>
/// <param name="Seed">Their seed.</param>
public sealed record SegregationRule(
    IReadOnlyList<string> Groups, IReadOnlyList<SegregationIndex> Indices, SegregationIndex Shown, int Replicates, long Seed) : MethodRule
{
    /// <inheritdoc/>
    public override IReadOnlyList<MethodInput> Inputs => [.. Groups.Select(group => new MethodInput(group))];

    /// <inheritdoc/>
    public override IReadOnlyList<MethodPart> Parts { get; } = [.. Indices.SelectMany(PartsOf)];

    /// <inheritdoc/>
    public override string Identity => string.Create(
        CultureInfo.InvariantCulture, $"segregation of {string.Join(", ", Groups)}: {string.Join(", ", Indices)}, shown {Shown}, replicates {Replicates} seed {Seed}");

    /// <summary>A part of an index: value, low, high, chance, corrected or status.</summary>
    public static string PartId(SegregationIndex index, string what)
    {
        ArgumentNullException.ThrowIfNull(index);
        return $"{index.Id}/{what}";
    }

    private static IEnumerable<MethodPart> PartsOf(SegregationIndex index) =>
    [
        new(PartId(index, "value"), PartKind.Measure, new($"{index.Id}", $"{index.Name}")),
        new(PartId(index, "low"), PartKind.Measure, new($"{index.Id}: intervallets nedre gräns", $"{index.Name}: lower end of the interval")),
        new(PartId(index, "high"), PartKind.Measure, new($"{index.Id}: intervallets övre gräns", $"{index.Name}: upper end of the interval")),
        new(PartId(index, "corrected"), PartKind.Measure, new($"{index.Id}: rättat för små områdens inverkan", $"{index.Name}: corrected for the bias of small areas")),
        new(PartId(index, "chance"), PartKind.Measure, new($"{index.Id}: väntat av slump", $"{index.Name}: expected by chance")),
        new(PartId(index, "status"), PartKind.Status, new(
            $"{index.Id}: 0 angivet, 1 färre än tio områden, 2 täcker slump, 3 för liten grupp",
            $"{index.Name}: 0 told, 1 fewer than ten areas, 2 covers chance, 3 a group is too small")),
    ];
}
