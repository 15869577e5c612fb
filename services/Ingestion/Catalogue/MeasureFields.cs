using Utanforskap.Definitions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>The field <c>measures</c> of a register file.</summary>
internal static class MeasureFields
{
    public static List<Measure> Read(YamlFields register, DefinitionErrors errors)
    {
        var measures = new List<Measure>();
        foreach (var (id, key, value) in register.Fields("measures").Entries())
        {
            if (!YamlFields.IsSlug(id))
            {
                errors.Add(key, $"\"{id}\" is not a slug: use small letters, digits and single hyphens, as in born-in-sweden");
            }

            var measure = ReadMeasure(id, value, errors);
            if (measures.FirstOrDefault(m => SameCells(m, measure)) is { } twin)
            {
                errors.Add(key, $"the measures {twin.Id} and {id} name the same cells");
            }

            measures.Add(measure);
        }

        if (measures.Count == 0 && register.Has("measures"))
        {
            errors.Add(register.PlaceOf("measures"), "a register needs at least one measure");
        }

        return measures;
    }

    private static Measure ReadMeasure(string id, YamlNode node, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(node, $"the measure {id}", errors, "cells", "kind", "unit", "minimum", "maximum", "optional");
        var kind = fields.Choice("kind", MeasureKind.Count);
        var cells = fields.Fields("cells");
        var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (dimension, _, _) in cells.Entries())
        {
            codes[dimension] = cells.Text(dimension);
        }

        var minimum = fields.Number("minimum") ?? (kind is MeasureKind.Count or MeasureKind.Share ? 0 : null);
        var maximum = fields.Number("maximum") ?? (kind is MeasureKind.Share ? 100 : null);
        if (minimum > maximum)
        {
            errors.Add(node, $"the minimum of {id} is greater than its maximum");
        }

        return new Measure(id, codes, kind, fields.OptionalText("unit"), minimum, maximum, fields.Flag("optional"));
    }

    private static bool SameCells(Measure a, Measure b) =>
        a.Cells.Count > 0 && a.Cells.Count == b.Cells.Count && a.Cells.All(c => b.Cells.TryGetValue(c.Key, out var code) && code == c.Value);
}
