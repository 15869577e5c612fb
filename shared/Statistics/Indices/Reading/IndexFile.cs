using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Certainty.Reading;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;
using Utanforskap.Statistics.Indices.Summaries;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Statistics.Indices.Reading;

/// <summary>Reads an index definition from YAML; <c>index.schema.json</c> describes the same for editors, and the README beside this folder explains it.</summary>
public static class IndexFile
{
    /// <summary>The definition in a file's text.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="yaml">Its content.</param>
    /// <exception cref="DefinitionException">Every mistake with file, line and column.</exception>
    public static IndexDefinition Read(string file, string yaml)
    {
        var (definition, mistakes) = DefinitionFile.Read(file, yaml, Read);
        return definition ?? throw new DefinitionException(mistakes);
    }

    /// <summary>The fields of a definition's body: what it computes, without what it is called.</summary>
    public static IReadOnlyList<string> BodyFields { get; } = ["areas", "missing", "inputs", "series", "summaries", "certainty"];

    private static IndexDefinition Read(YamlNode root, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(root, "an index", errors, ["index", "version", "status", "name", "source", .. BodyFields]);
        return ReadBody(fields, fields.Slug("index"), fields.Text("version"), errors) with
        {
            Status = fields.Choice("status", DefinitionStatus.InUse),
            Name = fields.Has("name") ? fields.LocalText("name") : null,
            Reference = fields.OptionalText("source"),
        };
    }

    /// <summary>A definition that stands inside another file, whose fields say what it is called.</summary>
    /// <param name="fields">The mapping with <see cref="BodyFields"/>, and maybe fields of its own.</param>
    /// <param name="id">The definition's id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="errors">Where mistakes are noted.</param>
    public static IndexDefinition ReadBody(YamlFields fields, string id, string version, DefinitionErrors errors)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(errors);
        var inputs = InputReader.Read(fields, errors);
        var series = new SeriesOrder(errors, inputs).Read(fields);
        var ids = inputs.Select(input => input.Id).Concat(series.Select(one => one.Id)).ToHashSet(StringComparer.Ordinal);
        return new IndexDefinition(
            id,
            version,
            DefinitionStatus.InUse,
            Areas(fields, errors, inputs),
            inputs,
            series,
            [.. fields.OptionalFields("summaries").Entries().Select(entry => ReadSummary(entry.Name, entry.Value, errors, ids))])
        {
            Certainty = CertaintyReader.Read(fields, errors, inputs, series),
        };
    }

    private static AreaRules Areas(YamlFields fields, DefinitionErrors errors, IReadOnlyList<Input> inputs)
    {
        var areas = fields.OptionalFields("areas", "key", "require", "available", "at-least", "at-most");
        var require = areas.Texts("require");
        foreach (var unknown in require.Where(id => inputs.All(input => input.Id != id)))
        {
            errors.Add(areas.PlaceOf("require"), $"there is no input \"{unknown}\"");
        }

        return new AreaRules(areas.OptionalText("key"), require, Share(areas, "available", errors) ?? 0) { AtLeast = Limits("at-least"), AtMost = Limits("at-most") };

        Dictionary<string, double> Limits(string field)
        {
            var limits = areas.OptionalFields(field);
            foreach (var (id, place, _) in limits.Entries().Where(limit => inputs.All(input => input.Id != limit.Name)))
            {
                errors.Add(place, $"there is no input \"{id}\"");
            }

            return limits.Entries().ToDictionary(limit => limit.Name, limit => limits.Number(limit.Name) ?? 0, StringComparer.Ordinal);
        }
    }

    private static Summary ReadSummary(string id, YamlNode node, DefinitionErrors errors, HashSet<string> ids)
    {
        var fields = YamlFields.Of(node, $"summary \"{id}\"", errors, "by", "population", "measures");
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        var measures = fields.Fields("measures").Entries().Select(entry =>
        {
            var measure = YamlFields.Of(entry.Value, $"measure \"{entry.Name}\"", errors, "kind", "of", "share", "highest-first");
            var (kind, of) = (measure.Choice<MeasureKind>("kind"), measure.Text("of"));
            if (kind != MeasureKind.Rank)
            {
                Known(of, measure.PlaceOf("of"));
            }
            else if (of.Length > 0 && !earlier.Contains(of))
            {
                errors.Add(measure.PlaceOf("of"), $"there is no measure \"{of}\" before this one to rank by");
            }

            earlier.Add(entry.Name);
            return new Measure(entry.Name, kind, of, Share(measure, "share", errors) ?? 0.1) { HighestFirst = measure.Flag("highest-first") };
        }).ToArray();
        var population = fields.OptionalText("population");
        if (population is not null)
        {
            Known(population, fields.PlaceOf("population"));
        }

        return new Summary(id, fields.Text("by"), population, measures);

        void Known(string name, YamlNode place)
        {
            if (name.Length > 0 && !ids.Contains(name))
            {
                errors.Add(place, $"there is no input or series \"{name}\"");
            }
        }
    }

    private static double? Share(YamlFields fields, string field, DefinitionErrors errors)
    {
        var share = fields.Number(field);
        if (share is < 0 or > 1)
        {
            errors.Add(fields.PlaceOf(field), $"\"{field}\" is a share from 0 to 1");
        }

        return share;
    }
}

/// <summary>Reads inputs: a list of columns, or a mapping from ids to a column's name or fields.</summary>
internal static class InputReader
{
    public static IReadOnlyList<Input> Read(YamlFields fields, DefinitionErrors errors)
    {
        var missing = fields.Texts("missing");
        var inputs = fields.Find("inputs") is YamlSequenceNode
            ? [.. fields.Texts("inputs").Select(column => new Input(column, new InputSource(column)))]
            : fields.Fields("inputs").Entries().Select(entry => Read(entry.Name, entry.Value, errors)).ToList();
        if (inputs.Count == 0)
        {
            errors.Add(fields.PlaceOf("inputs"), "an index needs at least one input");
        }

        foreach (var twice in inputs.GroupBy(input => input.Id, StringComparer.Ordinal).Where(input => input.Count() > 1))
        {
            errors.Add(fields.PlaceOf("inputs"), $"the input \"{twice.Key}\" stands there {twice.Count()} times");
        }

        return missing.Count == 0 ? inputs : [.. inputs.Select(input => input with { Missing = [.. input.Missing.Union(missing)] })];
    }

    private static Input Read(string id, YamlNode node, DefinitionErrors errors)
    {
        if (node is YamlScalarNode { Value: var text })
        {
            return new Input(id, new InputSource(string.IsNullOrWhiteSpace(text) || text == "~" ? id : text.Trim()));
        }

        var fields = YamlFields.Of(
            node, $"input \"{id}\"", errors, "column", "numerator", "denominator", "per", "direction", "missing", "thousands", "suffix", "range", "target", "goalposts",
            "period-column", "maximum-age", "optional", "definition-version", "bridges", "note");
        if (fields.Has("numerator") != fields.Has("denominator") || (fields.Has("numerator") && fields.Has("column")) || (fields.Has("per") && !fields.Has("numerator")))
        {
            errors.Add(fields.Mapping, $"input \"{id}\" is either a \"column\", or a \"numerator\" over a \"denominator\" (times \"per\")");
        }

        var (lowest, highest) = Pair(fields, "range", errors);
        var (lower, upper) = Pair(fields, "goalposts", errors);
        return new Input(id, fields.Has("numerator")
            ? new InputSource(fields.Text("numerator"), fields.Text("denominator"), fields.Number("per") ?? 1)
            : new InputSource(fields.OptionalText("column") ?? id))
        {
            Falling = fields.Choice("direction", Direction.Rising) == Direction.Falling,
            Missing = fields.Texts("missing"),
            Thousands = Mark(fields, "thousands", errors),
            Suffix = fields.OptionalText("suffix"),
            Lowest = lowest,
            Highest = highest,
            Target = fields.Number("target"),
            LowerPost = lower,
            UpperPost = upper,
            PeriodColumn = fields.OptionalText("period-column"),
            MaximumAge = fields.Value("maximum-age", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var years) ? years : null as int?, "a number of years, as in 4"),
            IsOptional = fields.Flag("optional"),
            DefinitionVersion = fields.OptionalText("definition-version"),
            Bridges = fields.OptionalFields("bridges").Entries().ToDictionary(entry => entry.Name, entry => BridgeOf(entry.Value, errors), StringComparer.Ordinal),
            Note = fields.OptionalText("note"),
        };
    }

    private static Bridge BridgeOf(YamlNode node, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(node, "a bridge", errors, "multiply", "add");
        return new Bridge(fields.Number("multiply") ?? 1, fields.Number("add") ?? 0);
    }

    /// <summary>A single character, which may be a blank.</summary>
    private static char? Mark(YamlFields fields, string field, DefinitionErrors errors)
    {
        if (fields.Find(field) is YamlScalarNode { Value: [var mark] })
        {
            return mark;
        }

        if (fields.Has(field))
        {
            errors.Add(fields.PlaceOf(field), $"\"{field}\" must be a single character, as in \",\" or \" \"");
        }

        return null;
    }

    private static (double? Lower, double? Upper) Pair(YamlFields fields, string field, DefinitionErrors errors)
    {
        if (!fields.Has(field))
        {
            return default;
        }

        if (fields.Numbers(field) is [var lower, var upper] && lower.Value < upper.Value)
        {
            return (lower.Value, upper.Value);
        }

        errors.Add(fields.PlaceOf(field), $"\"{field}\" is a list of two numbers, the lower first, as in [0, 100]");
        return default;
    }

    /// <summary>Whether a higher value of an input raises or lowers the index.</summary>
    private enum Direction
    {
        Rising,
        Falling,
    }
}

/// <summary>Puts series into an order in which each comes after what it reads.</summary>
internal sealed class SeriesOrder(DefinitionErrors errors, IReadOnlyList<Input> inputs)
{
    public IReadOnlyList<Series> Read(YamlFields fields)
    {
        var reader = new SeriesReader(errors, inputs);
        var drafts = new Dictionary<string, DraftSeries>(StringComparer.Ordinal);
        foreach (var draft in fields.Fields("series").Entries().SelectMany(entry => reader.Read(entry.Name, entry.Place, entry.Value)))
        {
            if (inputs.Any(input => input.Id == draft.Id) || !drafts.TryAdd(draft.Id, draft))
            {
                errors.Add(draft.Place, $"there is an input or series \"{draft.Id}\" already");
            }
        }

        var known = inputs.Select(input => input.Id).Concat(drafts.Keys).ToHashSet(StringComparer.Ordinal);
        foreach (var draft in drafts.Values)
        {
            foreach (var unknown in draft.Origin.Sources.Where(source => source.Length > 0 && !known.Contains(source)))
            {
                errors.Add(draft.Place, $"series \"{draft.Id}\" reads \"{unknown}\", which is no input or series{(NearestName.Of(unknown, known) is { } nearest ? $"; did you mean \"{nearest}\"?" : "")}");
            }
        }

        return [.. Ordered(drafts).Select(draft => Finish(draft, drafts, known))];
    }

    private Series Finish(DraftSeries draft, Dictionary<string, DraftSeries> drafts, HashSet<string> known)
    {
        var steps = new StepReader(errors).Read(draft.Fields.List("steps"), InputOf(draft, drafts));
        foreach (var unknown in steps.Select(step => step.Weight).OfType<string>().Where(weight => !known.Contains(weight)))
        {
            errors.Add(draft.Fields.PlaceOf("steps"), $"there is no input or series \"{unknown}\" to weigh by; a column is one once it stands in \"inputs\"");
        }

        var names = draft.Fields.List("class-names").Select(node => draft.Fields.LocalText(node, "a class")).ToArray();
        var series = new Series(draft.Id, draft.Origin, steps) { ClassNames = names, Shown = !draft.Fields.Has("shown") || draft.Fields.Flag("shown") };
        var classes = (steps.Length == 0 ? null : steps[^1]) switch
        {
            Classes step => step.Number,
            RankGroup step => step.Count,
            null when draft.Origin is Combination { Kind: CombinationKind.FirstTrue } first => first.Parts.Count + 1,
            _ => 0,
        };
        if (names.Length > 0 && names.Length != classes)
        {
            errors.Add(draft.Fields.PlaceOf("class-names"), $"series \"{draft.Id}\" has {classes} classes and {names.Length} names for them");
        }

        return series;
    }

    /// <summary>The input that a series is of, by way of others that are of a single one.</summary>
    private Input? InputOf(DraftSeries draft, Dictionary<string, DraftSeries> drafts)
    {
        var origin = draft.Origin;
        for (var hops = 0; hops <= drafts.Count && origin is From from; hops++)
        {
            if (inputs.FirstOrDefault(input => input.Id == from.Id) is { } input)
            {
                return input;
            }

            origin = drafts.TryGetValue(from.Id, out var next) ? next.Origin : null;
        }

        return null;
    }

    private List<DraftSeries> Ordered(Dictionary<string, DraftSeries> drafts)
    {
        var ordered = new List<DraftSeries>();
        var state = new Dictionary<string, bool>(StringComparer.Ordinal);
        var way = new List<string>();
        foreach (var draft in drafts.Values)
        {
            Visit(draft);
        }

        return ordered;

        void Visit(DraftSeries draft)
        {
            if (state.TryGetValue(draft.Id, out var done))
            {
                if (!done)
                {
                    errors.Add(draft.Place, $"a circle: {string.Join(" reads ", way.SkipWhile(id => id != draft.Id).Append(draft.Id))}");
                    state[draft.Id] = true;
                }

                return;
            }

            state.Add(draft.Id, false);
            way.Add(draft.Id);
            foreach (var source in Reads(draft).Where(drafts.ContainsKey))
            {
                Visit(drafts[source]);
            }

            way.RemoveAt(way.Count - 1);
            state[draft.Id] = true;
            ordered.Add(draft);
        }
    }

    /// <summary>What a series reads: its sources, and the weights of its steps.</summary>
    private static IEnumerable<string> Reads(DraftSeries draft) => draft.Origin.Sources.Concat(
        draft.Fields.Find("steps") is YamlSequenceNode steps
            ? steps.Children.OfType<YamlMappingNode>().SelectMany(step => step.Children.Values).OfType<YamlMappingNode>()
                .Select(step => step.Children.TryGetValue(new YamlScalarNode("weight"), out var weight) ? (weight as YamlScalarNode)?.Value : null).OfType<string>()
            : []);
}
