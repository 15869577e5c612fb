using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Classification.Methods;

/// <summary>Reads the rule of a method.</summary>
internal static class RuleReader
{
    private const int DefaultDraws = 1_000;
    private const int MostDraws = 100_000;

    public static IndexRule Index(YamlFields method, string id, int version, DefinitionErrors errors)
    {
        var fields = method.Fields("index", ["class", "value", "needs", "draws", "seed", .. IndexFile.BodyFields]);
        var definition = IndexFile.ReadBody(fields, id, version.ToString(CultureInfo.InvariantCulture), errors);
        return new IndexRule(
            definition,
            Series(definition, fields, "class", one => one.IsClass, "gives no classes", errors) ?? "",
            fields.Has("value") ? Series(definition, fields, "value", one => !one.IsClass && !one.IsFlag, "gives no values but classes or flags", errors) : null,
            ReadNeeds(definition, fields, errors),
            Whole(fields, "draws", 100, MostDraws) ?? DefaultDraws,
            (ulong)(Whole(fields, "seed", 1, int.MaxValue) ?? 1));
    }

    public static GroupsRule Groups(YamlFields method, DefinitionErrors errors)
    {
        var fields = method.Fields("groups", "features", "count", "base", "seed", "restarts", "names");
        var names = new Dictionary<int, LocalText>();
        foreach (var (name, place, value) in fields.OptionalFields("names").Entries())
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var group) || group < 1)
            {
                errors.Add(place, $"\"{name}\" is no group's number");
                continue;
            }

            names[group] = fields.LocalText(value, "a group's name");
        }

        return new GroupsRule(
            Indicators(fields, "features", 1, errors), Whole(fields, "count", 2, 1000) ?? Missing(fields, "count", errors), fields.Text("base"),
            Whole(fields, "seed", 1, int.MaxValue) ?? 1, Whole(fields, "restarts", 1, 10_000) ?? 100, names);
    }

    public static SegregationRule Segregation(YamlFields method, DefinitionErrors errors)
    {
        var fields = method.Fields("segregation", "groups", "indices", "shown", "replicates", "seed");
        var groups = Indicators(fields, "groups", 2, errors);
        var indices = fields.Texts("indices").Select(id => Find(id, "indices")).OfType<SegregationIndex>().ToList();
        var shown = Find(fields.Text("shown"), "shown");
        if (shown is not null && !indices.Contains(shown))
        {
            errors.Add(fields.PlaceOf("shown"), $"\"{shown.Id}\" is not among \"indices\"");
        }

        return new SegregationRule(
            groups, indices, shown ?? SegregationIndex.Dissimilarity, Whole(fields, "replicates", 20, 10_000) ?? 200, Whole(fields, "seed", 1, int.MaxValue) ?? 1);

        SegregationIndex? Find(string id, string field)
        {
            var index = SegregationIndex.Find(id);
            if (id.Length > 0 && index?.IsFor(groups.Count) != true)
            {
                errors.Add(fields.PlaceOf(field), $"\"{id}\" is no index of {groups.Count} groups; there are {string.Join(", ", SegregationIndex.All.Where(i => i.IsFor(groups.Count)))}");
                return null;
            }

            return index;
        }
    }

    private static string? Series(IndexDefinition definition, YamlFields fields, string field, Func<Series, bool> fits, string unfit, DefinitionErrors errors)
    {
        var id = fields.Text(field);
        var series = definition.Series.FirstOrDefault(one => one.Id == id);
        if (id.Length > 0 && (series is null || !fits(series)))
        {
            errors.Add(fields.PlaceOf(field), series is null
                ? $"there is no series \"{id}\"; {NearestName.Advice(id, [.. definition.Series.Select(one => one.Id)])}"
                : $"the series \"{id}\" {unfit}");
        }

        return series?.Id;
    }

    private static List<Need> ReadNeeds(IndexDefinition definition, YamlFields fields, DefinitionErrors errors)
    {
        var needs = new List<Need>();
        foreach (var (id, place, value) in fields.OptionalFields("needs").Entries())
        {
            var need = YamlFields.Of(value, $"need \"{id}\"", errors, "series", "sv", "en");
            if (!YamlFields.IsSlug(id))
            {
                errors.Add(place, $"\"{id}\" is not a slug: use small letters, digits and single hyphens");
            }

            needs.Add(new Need(id, Series(definition, need, "series", one => one.IsFlag, "gives no flags", errors) ?? "", new LocalText(need.Text("sv"), need.Text("en"))));
        }

        return needs;
    }

    private static IReadOnlyList<string> Indicators(YamlFields fields, string field, int fewest, DefinitionErrors errors)
    {
        var indicators = fields.Texts(field);
        if (indicators.Count < fewest || indicators.Distinct(StringComparer.Ordinal).Count() < indicators.Count)
        {
            errors.Add(fields.PlaceOf(field), $"\"{field}\" names at least {fewest} indicator{(fewest == 1 ? "" : "s")}, none twice");
        }

        return indicators;
    }

    private static int Missing(YamlFields fields, string field, DefinitionErrors errors)
    {
        if (!fields.Has(field))
        {
            errors.Add(fields.Mapping, $"\"groups\" needs the field \"{field}\"");
        }

        return 2;
    }

    private static int? Whole(YamlFields fields, string field, int lowest, int highest) => fields.Value(
        field,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= lowest && n <= highest ? n : null as int?,
        $"a whole number from {lowest} to {highest}");
}
