using System.Globalization;
using System.Reflection;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices.Steps;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>
/// Reads the steps of a series. A step is a name alone (<c>- negate</c>), a name with its first field (<c>- round: 4</c>), or a name with fields
/// (<c>- min-max: { from: 0, to: 100 }</c>).
/// </summary>
internal sealed class StepReader(DefinitionErrors errors)
{
    private const string Orient = "orient";
    private const string PercentileRank = "percentile-rank";
    private const string WorseThan = "worse-than";
    private static readonly string[] Shorthands = [Orient, PercentileRank, WorseThan];

    /// <param name="nodes">The list's items.</param>
    /// <param name="input">The input that the series is of; null if it is not of a single one.</param>
    public Step[] Read(IReadOnlyList<YamlNode> nodes, Input? input) => [.. nodes.SelectMany(node => Read(node, input))];

    private Step[] Read(YamlNode node, Input? input)
    {
        // Mistakes are told at the name: a mapping inside a list in brackets has no place of its own.
        (var name, node, var value) = node switch
        {
            YamlScalarNode { Value: { } alone } => (alone, node, null),
            YamlMappingNode { Children.Count: 1 } map when map.Children.Single() is { Key: YamlScalarNode { Value: { } key } } only => (key, only.Key, only.Value),
            _ => ("", node, null as YamlNode),
        };
        switch (name)
        {
            case "":
                errors.Add(node, "a step is a name, or a name with its fields, as in \"- round: 4\"");
                return [];
            case Orient:
                return Oriented(node, value, input);
            case WorseThan:
                return Worse(node, value, input);
            case PercentileRank:
                var settings = Settings(value, "ties");
                return
                [
                    new Rank(HighestFirst: false, settings.Choice("ties", Ties.Minimum)) { Within = settings.OptionalText("within") },
                    new RankShare(RankConvention.Spanning) { Within = settings.OptionalText("within") },
                ];
        }

        if (!StepKinds.All.TryGetValue(name, out var kind))
        {
            string[] known = [.. StepKinds.All.Keys.Concat(Shorthands).Order(StringComparer.Ordinal)];
            errors.Add(node, $"there is no step \"{name}\"; {(NearestName.Of(name, known) is { } nearest ? $"did you mean \"{nearest}\"? " : "")}Expected one of {string.Join(", ", known)}");
            return [];
        }

        var fields = Fields(kind, value);
        var step = kind.Create([.. kind.Fields.Select(field => Setting(kind, field, fields, node, input))]) with
        {
            Within = fields.OptionalText("within"),
            Weight = fields.OptionalText("weight"),
        };
        if (step.Mistake is { } mistake && kind.Fields.All(field => !field.IsRequired || fields.Has(field.Name) || GivenBy(input, kind, field) is not null))
        {
            errors.Add(value ?? node, $"{name}: {mistake}");
        }

        if (step.Weight is not null && !step.TakesWeight)
        {
            errors.Add(fields.PlaceOf("weight"), $"{name} weighs nothing as it is set, so it takes no \"weight\"");
        }

        return [step];
    }

    /// <summary>Turns a falling input round; a rising one is left as it is.</summary>
    private Step[] Oriented(YamlNode node, YamlNode? value, Input? input)
    {
        var settings = Settings(value is YamlScalarNode ? new YamlMappingNode(new YamlScalarNode("by"), value) : value, "by", "of");
        if (input is null)
        {
            errors.Add(node, "orient goes by the direction of an input, so the series has to come from a single one; use negate or complement here");
            return [];
        }

        return (settings.OptionalText("by") ?? "negate", input.Falling) switch
        {
            ("negate", var falling) => falling ? [new Negate()] : [],
            ("complement", var falling) => falling ? [new Complement(settings.Number("of") ?? 1)] : [],
            var (other, _) => Unknown(other),
        };

        Step[] Unknown(string by)
        {
            errors.Add(value ?? node, $"\"{by}\" is not known here; expected one of negate, complement");
            return [];
        }
    }

    /// <summary>A limit on the side that an input's direction calls worse: at least it for a rising one, at most it for a falling one.</summary>
    private Step[] Worse(YamlNode node, YamlNode? value, Input? input)
    {
        var settings = YamlFields.Of(value, WorseThan, errors, "value", "deviations", "percentile", "of-median", "sample", "within", "weight");
        if (input is null)
        {
            errors.Add(node, "worse-than goes by the direction of an input, so the series has to come from a single one; use limit with a side here");
            return [];
        }

        var (deviations, percentile) = (settings.Number("deviations"), settings.Number("percentile"));
        var limit = new Limit(
            input.Falling ? Side.AtMost : Side.AtLeast,
            settings.Number("value"),
            input.Falling ? -deviations : deviations,
            input.Falling ? 100 - percentile : percentile,
            settings.Number("of-median"),
            settings.Flag("sample"))
        {
            Within = settings.OptionalText("within"),
            Weight = settings.OptionalText("weight"),
        };
        if (limit.Mistake is { } mistake)
        {
            errors.Add(value ?? node, $"{WorseThan}: {mistake}");
        }

        return [limit];
    }

    private YamlFields Settings(YamlNode? value, params string[] known) => YamlFields.Of(value, "a step", errors, [.. known, "within"]);

    private YamlFields Fields(StepKind kind, YamlNode? value)
    {
        // A value that is no mapping is the first field's.
        var node = value is null or YamlMappingNode || kind.Fields.Count == 0 ? value : new YamlMappingNode(new YamlScalarNode(kind.Fields[0].Name), value);
        return YamlFields.Of(node, kind.Name, errors, [.. kind.Fields.Select(field => field.Name), "within", "weight"]);
    }

    private object? Setting(StepKind kind, StepField field, YamlFields fields, YamlNode node, Input? input)
    {
        if (!fields.Has(field.Name))
        {
            if (GivenBy(input, kind, field) is { } given)
            {
                return given;
            }

            if (field.IsRequired)
            {
                errors.Add(node, $"{kind.Name} needs the field \"{field.Name}\"");
            }

            return field.Default;
        }

        return field.Type switch
        {
            var type when type == typeof(double) => fields.Number(field.Name) ?? field.Default,
            var type when type == typeof(int) => fields.Value(
                field.Name, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null as int?, "a whole number") ?? field.Default,
            var type when type == typeof(bool) => fields.Flag(field.Name),
            { IsEnum: true } type => Choice.MakeGenericMethod(type).Invoke(null, [fields, field.Name, field.Default]),
            _ => fields.Numbers(field.Name).Select(item => item.Value).ToArray(),
        };
    }

    /// <summary>What an input says of itself need not be said again in each step.</summary>
    private static object? GivenBy(Input? input, StepKind kind, StepField field) => (kind.Name, field.Name) switch
    {
        ("distance-to-target", "target") => input?.Target,
        ("goalposts", "lower") => input?.LowerPost,
        ("goalposts", "upper") => input?.UpperPost,
        ("distance-to-target" or "goalposts", "falling") => input?.Falling,
        _ => null,
    };

    private static readonly MethodInfo Choice = typeof(StepReader).GetMethod(nameof(ChoiceOf), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static object ChoiceOf<TEnum>(YamlFields fields, string field, object? otherwise)
        where TEnum : struct, Enum => fields.Choice(field, otherwise is TEnum value ? value : default);
}
