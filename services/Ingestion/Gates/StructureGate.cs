using Utanforskap.Geography;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Gates;

/// <summary>Whether the table is built as the catalogue says and as it was at the last release.</summary>
internal static class StructureGate
{
    public static void Check(GateInput input, Reasons reasons)
    {
        CheckRegions(input, reasons);
        CheckPeriods(input, reasons);
        CheckMeasures(input, reasons);
        if (input.Shape is { } shape)
        {
            CheckAgainst(shape, input, reasons);
        }
    }

    private static void CheckRegions(GateInput input, Reasons reasons)
    {
        var (dimension, regions) = (input.Table.Region.Code, input.Table.Regions);
        foreach (var code in regions.Unknown)
        {
            reasons.Add(GateNames.Restructured, $"{dimension} {code}", $"\"{code}\" is not the code of an area in any division of {input.Register.Country} that is known here.");
        }

        foreach (var code in regions.Repeated)
        {
            reasons.Add(GateNames.Restructured, $"{dimension} {code}", $"The area {code} stands more than once.");
        }
    }

    private static void CheckPeriods(GateInput input, Reasons reasons)
    {
        foreach (var period in input.Table.Time.Codes.Where(p => p.Length is < 4 or > 20 || !p.All(char.IsAsciiLetterOrDigit) || !p[..4].All(char.IsAsciiDigit)))
        {
            reasons.Add(GateNames.Restructured, $"{input.Table.Time.Code} {period}", $"\"{period}\" is not a period: a period begins with a year of four digits.");
        }
    }

    private static void CheckMeasures(GateInput input, Reasons reasons)
    {
        var found = input.Table.Series.Where(s => s.Measure is not null).Select(s => s.Measure!.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var measure in input.Register.Measures.Where(m => !m.Optional && !found.Contains(m.Id)))
        {
            var cells = string.Join(", ", measure.Cells.Select(c => $"{c.Key} {c.Value}"));
            reasons.Add(GateNames.Restructured, $"measure {measure.Id}", $"The table has no cells for {measure.Id} ({cells}): {Mismatch(measure, input)}");
        }

        var contents = input.Table.Cube.Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Contents);
        foreach (var measure in input.Register.Measures.Where(m => m.Unit is not null && contents is not null && found.Contains(m.Id)))
        {
            if (measure.Cells.TryGetValue(contents!.Code, out var code) && UnitOf(contents.Codes, contents.Units, code) is { Length: > 0 } unit
                && !unit.Equals(measure.Unit, StringComparison.OrdinalIgnoreCase))
            {
                reasons.Add(GateNames.Restructured, $"{contents.Code} {code}", $"The unit of {measure.Id} is \"{unit}\" where the catalogue expects \"{measure.Unit}\".");
            }
        }
    }

    private static string Mismatch(Measure measure, GateInput input)
    {
        foreach (var (dimension, code) in measure.Cells)
        {
            if (input.Table.Cube.Find(dimension) is not { } found)
            {
                return $"there is no dimension {dimension}.";
            }

            if (!found.Codes.Contains(code, StringComparer.Ordinal))
            {
                return $"{dimension} has no category {code}.";
            }
        }

        var more = input.Table.Cube.Dimensions.Select(d => d.Code)
            .Where(d => d != input.Table.Region.Code && d != input.Table.Time.Code && !measure.Cells.ContainsKey(d));
        return $"the dimension {string.Join(", ", more)} is not named by the catalogue.";
    }

    private static void CheckAgainst(TableShape shape, GateInput input, Reasons reasons)
    {
        var cube = input.Table.Cube;
        foreach (var gone in shape.Dimensions.Where(d => cube.Find(d.Code) is null))
        {
            reasons.Add(GateNames.Restructured, gone.Code, $"The dimension {gone.Code} of the last release is gone.");
        }

        foreach (var dimension in cube.Dimensions)
        {
            if (shape.Find(dimension.Code) is not { } before)
            {
                reasons.Add(GateNames.Restructured, dimension.Code, $"The dimension {dimension.Code} was not in the last release.");
            }
            else if (dimension.Role == DimensionRole.Region)
            {
                CheckNewAreas(before, input, reasons);
            }
            else if (dimension.Role != DimensionRole.Time)
            {
                CheckCategories(before, dimension, input.Register, reasons);
            }
        }
    }

    /// <summary>A division's areas do not change; only a division that was not there before brings new codes.</summary>
    private static void CheckNewAreas(ShapeDimension before, GateInput input, Reasons reasons)
    {
        var known = before.Codes.Select(Division.Resolve).OfType<AreaCode>().ToHashSet();
        var divisions = known.Select(a => a.Division).ToHashSet();
        foreach (var areas in input.Table.Regions.Divisions.Where(d => divisions.Contains(d.Division)))
        {
            foreach (var code in areas.Codes.Where(c => !known.Contains(new AreaCode(areas.Division, c))))
            {
                reasons.Add(GateNames.Restructured, $"{before.Code} {code}", $"{code} was not among the areas of {areas.Division.Id} at the last release.");
            }
        }
    }

    private static void CheckCategories(ShapeDimension before, CubeDimension after, Register register, Reasons reasons)
    {
        var optional = register.Measures.SelectMany(m => m.Cells)
            .Where(c => c.Key.Equals(after.Code, StringComparison.OrdinalIgnoreCase)).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var code in after.Codes.Except(before.Codes, StringComparer.Ordinal).Where(c => !optional.Contains(c)))
        {
            reasons.Add(GateNames.Restructured, $"{after.Code} {code}", $"The category {code} of {after.Code} was not in the last release and is no measure's.");
        }

        foreach (var code in before.Codes.Except(after.Codes, StringComparer.Ordinal))
        {
            reasons.Add(GateNames.Restructured, $"{after.Code} {code}", $"The category {code} of {after.Code} is gone.");
        }

        foreach (var code in after.Codes.Intersect(before.Codes, StringComparer.Ordinal))
        {
            var (was, now) = (UnitOf(before.Codes, before.Units, code), UnitOf(after.Codes, after.Units, code));
            if (was is { Length: > 0 } && now is { Length: > 0 } && !was.Equals(now, StringComparison.OrdinalIgnoreCase))
            {
                reasons.Add(GateNames.Restructured, $"{after.Code} {code}", $"The unit changed from \"{was}\" to \"{now}\".");
            }
        }
    }

    private static string? UnitOf(IReadOnlyList<string> codes, IReadOnlyList<string?> units, string code)
    {
        for (var i = 0; i < codes.Count && i < units.Count; i++)
        {
            if (codes[i] == code)
            {
                return units[i];
            }
        }

        return null;
    }
}
