using System.Text.Json;
using System.Text.Json.Serialization;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What a change consists of, and how sure the area's class now is.</summary>
/// <param name="Parts">The change of index, split into causes; the parts sum to it. Empty where it cannot be split.</param>
/// <param name="OwnNew">The class that the area's own later figures give under the earlier limits and definition.</param>
/// <param name="LimitsNew">The class that its earlier figures give under the limits that all later figures set by the earlier definition.</param>
/// <param name="CaughtUp">True if something of the change comes from a figure that had been carried forward from an earlier year and was replaced by a newer one.</param>
/// <param name="Probability">The probability of the class that it now has, by layer (precision, chance, choice), as far as it is known.</param>
/// <param name="Decided">Whether the published precision of the figures leaves only that class; null where not known.</param>
/// <param name="Distance">How far its index lies from the nearest limit, in the index's unit; below 0 under it.</param>
/// <param name="WithinUncertainty">True if the area goes from one class to another that is, in any layer, not sure to 95 per cent. The change is told all the same: equal areas are treated equally.</param>
/// <param name="NotComparable">Why causes cannot be told; null where they can.</param>
public sealed record ChangeExplanation(
    IReadOnlyList<CausePart> Parts,
    int? OwnNew,
    int? LimitsNew,
    bool CaughtUp,
    IReadOnlyDictionary<string, double> Probability,
    bool? Decided,
    double? Distance,
    bool WithinUncertainty,
    string? NotComparable)
{
    /// <summary>The class that all earlier figures give under the later definition; left out where the definition is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MethodNew { get; init; }

    /// <summary>The class that all later figures give under the earlier definition; left out where the definition is the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FiguresNew { get; init; }

    /// <summary>Why needs came or went, by need; left out where none did, or where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ChangedNeed>? Needs { get; init; }
}

/// <summary>A specific need that came or went.</summary>
/// <param name="Need">Its id, e.g. <c>crime</c>.</param>
/// <param name="Cause">own, relative, both-needed, either-suffices or method.</param>
public sealed record ChangedNeed(string Need, string Cause);

/// <summary>A cause's part of a change of index.</summary>
/// <param name="Cause">An input of the method, <c>renormalisation</c> (others moved what it is scaled by) or <c>definition</c>.</param>
/// <param name="Value">In the index's unit.</param>
public sealed record CausePart(string Cause, double Value);

/// <summary>The words for <see cref="ChangeCause"/>.</summary>
public static class ChangeCauses
{
    /// <summary>The word; null for a class and counterfactuals as before.</summary>
    public static string? WordOf(ChangeCause cause) => cause switch
    {
        ChangeCause.Own => "own",
        ChangeCause.Relative => "relative",
        ChangeCause.BothNeeded => "both-needed",
        ChangeCause.EitherSuffices => "either-suffices",
        ChangeCause.Masked => "masked",
        ChangeCause.Method => "method",
        _ => null,
    };
}

/// <summary>Why the areas of a column differ, and how sure that is.</summary>
internal sealed class ColumnExplanation
{
    private const double Sure = 0.95;
    private const string ProbabilityPrefix = "probability-";

    private readonly IReadOnlyList<string> _causes;
    private readonly Dictionary<string, AreaExplanation> _areas;
    private readonly Dictionary<string, int> _places;
    private readonly IReadOnlyList<PartColumn> _parts;
    private readonly string? _unexplained;

    public ColumnExplanation(Explanation explanation, ClassificationColumn column)
    {
        (_causes, _parts, _unexplained) = (explanation.Causes, column.Parts, explanation.Unexplained);
        _areas = explanation.Areas.ToDictionary(a => a.Area, StringComparer.Ordinal);
        _places = column.Areas.Index().ToDictionary(a => a.Item, a => a.Index, StringComparer.Ordinal);
    }

    private ColumnExplanation()
    {
        (_causes, _parts, _areas, _places) = ([], [], [], []);
    }

    /// <summary>Nothing is known.</summary>
    public static ColumnExplanation None { get; } = new();

    /// <summary>The explanation that a row keeps.</summary>
    public static ChangeExplanation? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ChangeExplanation>(json, Contracts.WireJson.Options);

    /// <summary>The word for what made an area's class what it is; null where it is not known.</summary>
    public string? CauseOf(Difference difference) =>
        _areas.TryGetValue(difference.Area, out var area) && area.Cause is { } cause ? ChangeCauses.WordOf(cause) : null;

    /// <summary>The explanation as a row keeps it.</summary>
    public string? JsonOf(Difference difference) => Of(difference) is { } explanation ? JsonSerializer.Serialize(explanation, Contracts.WireJson.Options) : null;

    /// <summary>What an area's change consists of; null where nothing is known of it.</summary>
    public ChangeExplanation? Of(Difference difference)
    {
        var known = _areas.GetValueOrDefault(difference.Area);
        var place = _places.TryGetValue(difference.Area, out var found) ? found : (int?)null;
        var certainty = _parts.Where(p => p.Id.StartsWith(ProbabilityPrefix, StringComparison.Ordinal) && ValueOf(p, place) is not null)
            .ToDictionary(p => p.Id[ProbabilityPrefix.Length..], p => ValueOf(p, place)!.Value, StringComparer.Ordinal);
        var decided = At("decided", place) is { } yes ? yes == 1 : (bool?)null;
        if (known is null && certainty.Count == 0 && _unexplained is null)
        {
            return null;
        }

        return new ChangeExplanation(
            known is null ? [] : [.. known.Parts.Select((value, i) => new CausePart(_causes[i], value))],
            known?.OwnNew,
            known?.LimitsNew,
            known?.CaughtUp ?? false,
            certainty,
            decided,
            At("distance", place),
            difference is { IsOfClass: true, Before.Class: not null } && (decided == false || certainty.Values.Any(p => p < Sure)),
            known is null ? _unexplained : known.NotComparable)
        {
            MethodNew = known?.MethodNew,
            FiguresNew = known?.FiguresNew,
            Needs = known is { Needs.Count: > 0 }
                ? [.. known.Needs.Select(need => (need.Need, Word: ChangeCauses.WordOf(need.Cause))).Where(need => need.Word is not null).Select(need => new ChangedNeed(need.Need, need.Word!))]
                : null,
        };
    }

    private double? At(string part, int? place) => _parts.FirstOrDefault(p => p.Id == part) is { } column ? ValueOf(column, place) : null;

    /// <summary>Null too for an area that the column has no more.</summary>
    private static double? ValueOf(PartColumn part, int? place) => place is { } at ? part.Values[at] : null;
}
