using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices.Combinations;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>A series as it stands in a file: what it starts from, and its fields for later.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Origin">What it starts from.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record DraftSeries(string Id, Origin Origin, YamlFields Fields, YamlNode Place);

/// <summary>Reads what series are made of.</summary>
internal sealed class SeriesReader(DefinitionErrors errors, IReadOnlyList<Input> inputs)
{
    private const string Any = "any";
    private const string All = "all";
    private static readonly string[] Combinations = [.. Enum.GetValues<CombinationKind>().Select(kind => kind.Kebab())];
    private static readonly string[] Origins = ["from", "ratio", .. Combinations, Any, All];

    /// <summary>The fields that a series may have.</summary>
    public static IReadOnlyList<string> Fields { get; } =
        ["each", .. Origins, "weights", "missing", "available", "renormalise", "exponent", "count", "drop-loadings-below", "steps", "class-names", "shown"];

    /// <summary>One series, or one for each of a list, with <c>{}</c> standing for the list's item.</summary>
    public IEnumerable<DraftSeries> Read(string id, YamlNode place, YamlNode value)
    {
        var fields = YamlFields.Of(value, $"series \"{id}\"", errors, [.. Fields]);
        if (!fields.Has("each"))
        {
            return [new DraftSeries(id, OriginOf(id, fields, item: null), fields, place)];
        }

        var items = fields.Find("each") is YamlScalarNode { Value: "inputs" } ? [.. inputs.Select(input => input.Id)] : fields.Texts("each");
        if (!id.Contains("{}", StringComparison.Ordinal))
        {
            errors.Add(place, $"a series for each of a list has {{}} in its name, as in \"{id}-{{}}\"");
            return [];
        }

        return [.. items.Select(item => new DraftSeries(In(id, item), OriginOf(id, fields, item), fields, place))];
    }

    private static string In(string text, string? item) => item is null ? text : text.Replace("{}", item, StringComparison.Ordinal);

    private Origin OriginOf(string id, YamlFields fields, string? item)
    {
        var origins = Origins.Where(fields.Has).ToArray();
        if (origins is not [var origin])
        {
            errors.Add(origins.Length > 1 ? fields.PlaceOf(origins[1]) : fields.Mapping, $"series \"{id}\" needs exactly one of {string.Join(", ", Origins)}");
            return new From("");
        }

        switch (origin)
        {
            case "from":
                return new From(In(fields.Text("from"), item));
            case "ratio":
                var ratio = fields.Fields("ratio", "numerator", "denominator", "per");
                return new Ratio(In(ratio.Text("numerator"), item), In(ratio.Text("denominator"), item), ratio.Number("per") ?? 1);
        }

        var parts = Parts(fields, origin, item);
        var kind = origin is Any or All ? CombinationKind.AtLeast : Enum.GetValues<CombinationKind>().Single(value => value.Kebab() == origin);
        var combination = new Combination(
            kind,
            parts,
            fields.Choice("weights", Weighting.Given),
            DropMissing: fields.Choice("missing", MissingParts.Require) == MissingParts.Drop,
            Available: fields.Number("available") ?? 0,
            Renormalise: fields.Flag("renormalise"),
            Exponent: fields.Number("exponent") ?? 1,
            Count: origin switch { Any => 1, All => parts.Count, "at-least" => fields.Ordinal("count"), _ => 1 },
            DropLoadingsBelow: fields.Number("drop-loadings-below") ?? 0);
        Check(combination, fields, origin);
        return combination;
    }

    private List<Part> Parts(YamlFields fields, string origin, string? item)
    {
        var node = fields.Find(origin);
        var parts = node is YamlMappingNode
            ? fields.Fields(origin).Entries().Select(entry => new Part(In(entry.Name, item), fields.Fields(origin).Number(entry.Name) ?? 1)).ToList()
            : [.. fields.Texts(origin).Select(id => new Part(In(id, item)))];
        if (parts.Count == 0)
        {
            errors.Add(fields.PlaceOf(origin), $"\"{origin}\" names at least one series, as in [a, b] or {{ a: 2, b: 1 }} with weights");
        }

        foreach (var twice in parts.GroupBy(part => part.Id, StringComparer.Ordinal).Where(part => part.Count() > 1))
        {
            errors.Add(node!, $"\"{twice.Key}\" stands in \"{origin}\" {twice.Count()} times");
        }

        return parts;
    }

    private void Check(Combination combination, YamlFields fields, string origin)
    {
        var weighs = combination.Kind is CombinationKind.Mean or CombinationKind.Sum or CombinationKind.Product or CombinationKind.GeometricMean or CombinationKind.HarmonicMean or CombinationKind.PowerMean;
        if (!weighs && (fields.Has("weights") || combination.Parts.Any(part => part.Weight != 1)))
        {
            errors.Add(fields.PlaceOf(origin), $"\"{origin}\" takes no weights");
        }

        // A sum's weights may cancel, as in a difference; a mean is divided by them.
        var divides = combination.Kind is not (CombinationKind.Sum or CombinationKind.Product) || combination.Renormalise;
        if (weighs && combination.Weighting == Weighting.Given && combination.Parts.Count > 0
            && (divides ? combination.Parts.Sum(part => part.Weight) == 0 : combination.Parts.All(part => part.Weight == 0)))
        {
            errors.Add(fields.PlaceOf(origin), divides ? "the weights sum to zero" : "all weights are zero");
        }

        if (combination.Kind == CombinationKind.Product && combination.Weighting != Weighting.Given)
        {
            errors.Add(fields.PlaceOf("weights"), "a product's weights are exponents, which the figures do not give");
        }

        if (combination.Available is < 0 or > 1)
        {
            errors.Add(fields.PlaceOf("available"), "\"available\" is a share from 0 to 1");
        }

        if (fields.Has("available") && !combination.DropMissing)
        {
            errors.Add(fields.PlaceOf("available"), "\"available\" goes with missing: drop");
        }

        if (combination.Kind == CombinationKind.PowerMean && (combination.Exponent == 0 || !fields.Has("exponent")))
        {
            errors.Add(fields.PlaceOf("exponent"), "a power mean needs an \"exponent\" that is not 0 (that would be the geometric mean)");
        }

        if (combination.Count > combination.Parts.Count)
        {
            errors.Add(fields.PlaceOf("count"), string.Create(CultureInfo.InvariantCulture, $"{combination.Count} of {combination.Parts.Count} can never be reached"));
        }
    }

    private enum MissingParts
    {
        Require,
        Drop,
    }
}
