using Utanforskap.Definitions;
using Utanforskap.Geography;
using Utanforskap.Statistics.Indices;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Classification.Methods;

/// <summary>Reads a method's YAML; <c>method.schema.json</c> beside the files describes the same for editors.</summary>
public static class MethodFile
{
    private static readonly string[] Rules = ["published-class", "index", "groups", "segregation"];

    /// <summary>A method of a file's text and its document's root; mistakes are noted with their places.</summary>
    public static MethodDefinition Read(string text, YamlNode root, DefinitionErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var fields = YamlFields.Of(
            root, "a method", errors, ["id", "version", "name", "description", "source", "status", "level", "population", "classes", .. Rules]);
        var (id, version) = (fields.Slug("id"), fields.Ordinal("version"));
        var rule = ReadRule(fields, id, version, errors);
        var classes = fields.List("classes").Select(node => fields.LocalText(node, "a class")).ToList();
        CheckClasses(fields, rule, classes, errors);
        return new MethodDefinition(
            id,
            version,
            fields.LocalText("name"),
            fields.LocalText("description"),
            fields.Text("source"),
            fields.Choice("status", DefinitionStatus.InUse),
            fields.Choice<DivisionLevel>("level"),
            fields.Has("population") ? fields.Slug("population") : null,
            rule,
            rule is GroupsRule groups ? groups.ClassNames : classes,
            text);
    }

    /// <summary>The method of a text alone, as it is kept or sent.</summary>
    /// <exception cref="DefinitionException">Every mistake with line and column.</exception>
    public static MethodDefinition Read(string file, string text)
    {
        var (method, mistakes) = DefinitionFile.Read(file, text, (root, errors) => Read(text, root, errors));
        return method ?? throw new DefinitionException(mistakes);
    }

    private static MethodRule ReadRule(YamlFields fields, string id, int version, DefinitionErrors errors)
    {
        var rules = Rules.Where(fields.Has).ToArray();
        if (rules is not [var rule])
        {
            errors.Add(rules.Length > 1 ? fields.PlaceOf(rules[1]) : fields.Mapping, $"a method has exactly one of {string.Join(", ", Rules.Select(r => $"\"{r}\""))}");
            return new PublishedClass("");
        }

        return rule switch
        {
            "published-class" => new PublishedClass(fields.Slug("published-class")),
            "index" => RuleReader.Index(fields, id, version, errors),
            "groups" => RuleReader.Groups(fields, errors),
            _ => RuleReader.Segregation(fields, errors),
        };
    }

    private static void CheckClasses(YamlFields fields, MethodRule rule, List<LocalText> classes, DefinitionErrors errors)
    {
        switch (rule)
        {
            case PublishedClass when classes.Count < 2:
                errors.Add(fields.PlaceOf("classes"), "a method that gives classes names at least two in \"classes\"");
                break;
            case IndexRule index when index.Definition.Series.FirstOrDefault(s => s.Id == index.Class) is { ClassCount: > 0 and var count } && count != classes.Count:
                errors.Add(fields.PlaceOf("classes"), $"the series \"{index.Class}\" has {count} classes, and {classes.Count} are named");
                break;
            case GroupsRule or SegregationRule when classes.Count > 0:
                errors.Add(fields.PlaceOf("classes"), "groups are named in \"groups\", and segregation has no classes: leave \"classes\" out");
                break;
        }
    }
}
