using Utanforskap.Definitions;
using Utanforskap.Geography;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>The field <c>boundaries</c> of a register file, which registers of kind wfs have instead of measures.</summary>
internal static class BoundaryFields
{
    private static readonly string[] OfTables = ["selection", "levels", "measures", "gates"];

    public static BoundaryLayer? Read(YamlFields register, SourceKind kind, string country, DefinitionErrors errors)
    {
        if (kind != SourceKind.Wfs)
        {
            if (register.Has("boundaries"))
            {
                errors.Add(register.PlaceOf("boundaries"), "only a source of kind wfs has \"boundaries\"");
            }

            return null;
        }

        foreach (var field in OfTables.Where(register.Has))
        {
            errors.Add(register.PlaceOf(field), $"a register of borders has no \"{field}\": its layer is read whole");
        }

        var fields = register.Fields("boundaries", "division", "code", "name");
        var id = fields.Text("division");
        var code = fields.Text("code");
        var division = Division.Find(id);
        if (division is null || division.Country != country)
        {
            if (id.Length > 0)
            {
                errors.Add(fields.PlaceOf("division"), $"{country} has no division \"{id}\"; expected one of {string.Join(", ", Division.All.Where(d => d.Country == country).Select(d => d.Id))}");
            }

            return null;
        }

        return new BoundaryLayer(division, code, fields.OptionalText("name"));
    }
}
