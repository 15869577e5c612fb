using Utanforskap.Geography;
using Utanforskap.Definitions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Classification.Methods;

/// <summary>Reads a method's YAML; <c>method.schema.json</c> beside the files describes the same for editors.</summary>
public static class MethodFile
{
    /// <summary>A method of a document's root; mistakes are noted with their places.</summary>
    public static MethodDefinition Read(YamlNode root, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(
            root, "a method", errors, "id", "version", "name", "description", "source", "level", "population", "published-class", "index", "classes");
        var rule = ReadRule(fields, errors);
        var classes = fields.List("classes").Select(node => fields.LocalText(node, "a class")).ToList();
        if (rule is MeanIndex { Cuts.Count: > 0 and var cuts } ? classes.Count != cuts + 1 : classes.Count < 2)
        {
            errors.Add(fields.PlaceOf("classes"), "a method has at least two classes, and one more than \"cuts\"");
        }

        return new MethodDefinition(
            fields.Slug("id"),
            fields.Ordinal("version"),
            fields.LocalText("name"),
            fields.LocalText("description"),
            fields.Text("source"),
            fields.Choice<DivisionLevel>("level"),
            fields.Has("population") ? fields.Slug("population") : null,
            rule,
            classes);
    }

    private static ClassRule ReadRule(YamlFields fields, DefinitionErrors errors)
    {
        if (fields.Has("index") == fields.Has("published-class"))
        {
            errors.Add(fields.PlaceOf("index"), "a method has either \"index\" or \"published-class\"");
            return new PublishedClass("");
        }

        if (fields.Has("published-class"))
        {
            return new PublishedClass(fields.Slug("published-class"));
        }

        var index = fields.Fields("index", "mean-of", "cuts");
        var parts = index.Texts("mean-of");
        if (parts.Count == 0 || parts.Distinct().Count() != parts.Count)
        {
            errors.Add(index.PlaceOf("mean-of"), "\"mean-of\" names at least one indicator, none twice");
        }

        return new MeanIndex(parts, ReadCuts(index, errors));
    }

    private static List<double> ReadCuts(YamlFields index, DefinitionErrors errors)
    {
        var cuts = new List<double>();
        foreach (var (place, cut) in index.Numbers("cuts"))
        {
            if (cuts.Count > 0 && cut >= cuts[^1])
            {
                errors.Add(place, "\"cuts\" are numbers, each lower than the one before, as in [2, 1, 0, -1]");
            }

            cuts.Add(cut);
        }

        if (cuts.Count == 0)
        {
            errors.Add(index.PlaceOf("cuts"), "an index needs at least one number in \"cuts\"");
        }

        return cuts;
    }
}
