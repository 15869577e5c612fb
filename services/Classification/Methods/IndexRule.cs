using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Classification.Methods;

/// <summary>Results are series of an index, computed by the statistics engine.</summary>
/// <param name="Definition">The index. Its columns are indicators.</param>
/// <param name="Class">The series that gives the class.</param>
/// <param name="Value">The series that is shown as the index; null: none.</param>
/// <param name="Needs">Series of flags: specific needs of an area.</param>
/// <param name="Draws">Draws per layer of certainty.</param>
/// <param name="Seed">Their seed.</param>
public sealed record IndexRule(
    IndexDefinition Definition, string Class, string? Value, IReadOnlyList<Need> Needs, int Draws, ulong Seed) : MethodRule
{
    /// <summary>The part that tells how far an area's index lies from the nearest limit, in the index's unit; below 0 under it.</summary>
    public const string Distance = "distance";

    /// <summary>The part that tells whether the published precision of the figures leaves only one class: 1 or 0.</summary>
    public const string Decided = "decided";

    /// <summary>The part with the lowest class that an area may have: its class where it has one; missing where the area takes no part.</summary>
    public const string LowestClass = "class-lowest";

    /// <summary>The part with the highest.</summary>
    public const string HighestClass = "class-highest";

    /// <summary>Whether classes are numbers of flags, such as limits exceeded. Those are resolved by bounds, so an area without a class can be known not to have some of them.</summary>
    public bool IsAssessment { get; } = AreOfFlags(Definition, Class);

    /// <summary>The definition as certainty computes it here: of classes only, since the ranks of every draw would cost a sort each.</summary>
    public IndexDefinition OfClasses { get; } = Definition with { Certainty = Definition.Certainty is { } stated ? stated with { Ranked = null } : null };

    /// <inheritdoc/>
    public override IReadOnlyList<MethodInput> Inputs { get; } = InputsOf(Definition);

    /// <inheritdoc/>
    public override IReadOnlyList<MethodPart> Parts { get; } =
    [
        .. Needs.Select(need => new MethodPart(need.PartId, PartKind.Need, need.Name)),
        .. Needs.Where(need => LimitedBy(Definition, need) is not null).Select(need => new MethodPart(
            DistanceOf(need), PartKind.Distance, new($"{need.Name.Sv}: avstånd till gränsen", $"{need.Name.En}: distance to the limit"))),
        .. Value is null ? Array.Empty<MethodPart>() : [new MethodPart(Distance, PartKind.Distance, new("avstånd till närmaste gräns", "distance to the nearest limit"))],
        .. AreOfFlags(Definition, Class) ? PossibleClasses : [],
        .. Definition.Certainty?.Layers.SelectMany(PartsOf) ?? [],
    ];

    private static IReadOnlyList<MethodPart> PossibleClasses =>
    [
        new(LowestClass, PartKind.LowestClass, new("lägsta möjliga klass", "lowest possible class")),
        new(HighestClass, PartKind.HighestClass, new("högsta möjliga klass", "highest possible class")),
    ];

    /// <inheritdoc/>
    public override string Identity => string.Create(
        CultureInfo.InvariantCulture,
        $"index class {Class} value {Value} needs {string.Join(", ", Needs.Select(n => $"{n.Id} {n.Series}"))} draws {Draws} seed {Seed}\n{IndexWriter.Write(Definition)}");

    /// <summary>The rule over another definition, without certainty, which belongs to the definition as it is. By <c>with</c> what is derived would stay the old definition's.</summary>
    public IndexRule Over(IndexDefinition definition) => new(definition with { Certainty = null }, Class, Value, Needs, Draws, Seed);

    /// <summary>The part that tells how far an area's figure lies beyond the limit of a need, in the figure's unit; below 0 where it does not reach it.</summary>
    public static string DistanceOf(Need need) => $"{Distance}-{need.Id}";

    /// <summary>The series or input that a need's limit is set on; null where the need is more than one limit.</summary>
    public static string? LimitedBy(IndexDefinition definition, Need need) =>
        definition.Series.FirstOrDefault(one => one.Id == need.Series) is { Origin: From { Id: var of }, Steps: [Limit] } ? of : null;

    /// <summary>The part with the probability of an area's class in a layer.</summary>
    public static string Probability(CertaintyLayer layer) => $"probability-{WordOf(layer)}";

    private static bool AreOfFlags(IndexDefinition definition, string classes) =>
        definition.Series.Any(one => one.Id == classes && one is { Origin: Combination { Kind: CombinationKind.FirstTrue }, Steps: [] });

    private static string WordOf(CertaintyLayer layer) => YamlFields.WordOf(layer);

    private static IEnumerable<MethodPart> PartsOf(CertaintyLayer layer)
    {
        yield return new MethodPart(Probability(layer), PartKind.Probability, layer switch
        {
            CertaintyLayer.Precision => new("sannolikhet för klassen: de publicerade talens precision", "probability of the class: precision of the published figures"),
            CertaintyLayer.Chance => new("sannolikhet för klassen: slump", "probability of the class: chance"),
            _ => new("sannolikhet för klassen: metodval", "probability of the class: choice of method"),
        });
        if (layer == CertaintyLayer.Precision)
        {
            yield return new MethodPart(Decided, PartKind.Decided, new("avgörs av de publicerade talen", "decided by the published figures"));
        }
    }

    private static List<MethodInput> InputsOf(IndexDefinition definition)
    {
        var inputs = new Dictionary<string, MethodInput>(StringComparer.Ordinal);
        foreach (var input in definition.Inputs)
        {
            foreach (var column in input.Columns)
            {
                inputs.TryAdd(column, new MethodInput(column, input.MaximumAge ?? 0, input.IsOptional));
            }
        }

        // What certainty needs besides, such as populations: results do not wait for it.
        foreach (var column in definition.Certainty?.Columns ?? [])
        {
            inputs.TryAdd(column, new MethodInput(column, IsOptional: true));
        }

        return [.. inputs.Values];
    }
}

/// <summary>A specific need: a flag of an index with a name.</summary>
/// <param name="Id">A slug, e.g. <c>crime</c>.</param>
/// <param name="Series">The series of flags.</param>
/// <param name="Name">What it is called.</param>
public sealed record Need(string Id, string Series, LocalText Name)
{
    /// <summary>The part's id.</summary>
    public string PartId => $"need-{Id}";
}
