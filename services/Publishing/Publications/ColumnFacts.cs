using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What a method tells of a column beside class, index, population and needs.</summary>
/// <param name="Areas">Codes of the areas, in order.</param>
/// <param name="Parts">A value per area each.</param>
/// <param name="Inputs">What it was computed from.</param>
/// <param name="Limits">The limits that cut the index into classes, from the highest.</param>
internal sealed record ColumnFacts(IReadOnlyList<string> Areas, IReadOnlyList<PartColumn> Parts, IReadOnlyList<UsedInput> Inputs, IReadOnlyList<double> Limits)
{
    public static ColumnFacts None { get; } = new([], [], [], []);

    /// <summary>What a published column was computed from; its parts are brought back from where they stand.</summary>
    public static ColumnFacts Of(PublishedColumn column) => new(
        [],
        [],
        JsonSerializer.Deserialize<List<UsedInput>>(column.Inputs, WireJson.Options) ?? [],
        JsonSerializer.Deserialize<List<double>>(column.Limits, WireJson.Options) ?? []);

    public static ColumnFacts Of(ClassificationColumn column) => new(column.Areas, column.Parts, column.Inputs, column.Limits);
}
