namespace Utanforskap.Simulator.Country;

/// <summary>What is revised, corrected or taken back in the country's history of releases. All of it is at the level of the smallest parts, so
/// that areas, municipalities and counties agree before and after.</summary>
internal static class Edits
{
    /// <summary>About how many smallest parts a small change touches, in a country of any size.</summary>
    private const int Few = 130;

    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Edit> Of(Land land, Chance chance)
    {
        var few = Math.Min(0.25, (double)Few / land.Parts.Count);
        bool Among(int edit, int part, double share) => chance.Uniform(Draw.Edit, part, edit) < share;
        var wrong = Municipality(land);
        List<Edit> edits =
        [
            new(
                "ALV003", 2021, DateTimeOffset.MinValue, Calendar.TenureReclassified,
                "2022-10-04: Upplåtelseform för 2021 har ändrats i några områden.",
                (part, counts) =>
                {
                    if (Among(0, part, few))
                    {
                        var moved = counts[0] / 4;
                        (counts[0], counts[1]) = (counts[0] - moved, counts[1] + moved);
                    }
                }),
            new(
                "ALV007", 2021, DateTimeOffset.MinValue, Calendar.LabourRevised,
                "2023-06-08: Uppgifterna för 2021 har reviderats: sent registrerat ekonomiskt bistånd har tillkommit.",
                (part, counts) =>
                {
                    if (Among(1, part, 0.35))
                    {
                        var late = (counts[1] + 12) / 25;
                        (counts[1], counts[2]) = (counts[1] - late, counts[2] + late);
                    }
                }),
            new(
                "ALV011", 2022, Calendar.OffencesByMistake, Calendar.OffencesTakenBack,
                "2023-06-21: Den version som publicerades 2023-06-14 var fel och har dragits tillbaka.",
                (part, counts) => counts[0] -= Among(2, part, 2 * few) ? counts[0] / 12 : 0),
            new(
                "ALV006", 2022, DateTimeOffset.MinValue, Calendar.EducationCorrected,
                $"2024-03-19: Rättelse. I {wrong.Code} {wrong.Name} hade personer utan uppgift för 2022 räknats som förgymnasialt utbildade.",
                (part, counts) =>
                {
                    if (part >= wrong.First && part < wrong.First + wrong.Parts)
                    {
                        (counts[0], counts[3]) = (counts[0] + counts[3], 0);
                    }
                }),
            new(
                "ALV005", 2022, DateTimeOffset.MinValue, Calendar.StandardRevised,
                "2024-05-15: Uppgifterna för 2022 har ändrats i några områden.",
                (part, counts) =>
                {
                    if (Among(3, part, few))
                    {
                        var late = counts[0] / 20;
                        (counts[0], counts[1]) = (counts[0] - late, counts[1] + late);
                    }
                }),
        ];

        // The official index is computed from figures as they were then: revised ones do not revise it, but the error was its error too.
        Edit Of(string table, int year) => edits.Single(e => e.Table == table && e.Year == year);
        edits.AddRange(
        [
            AreaTypeTable.Behind(Of("ALV007", 2021), Never, ""),
            AreaTypeTable.Behind(Of("ALV005", 2022), Never, ""),
            AreaTypeTable.Behind(
                Of("ALV006", 2022), Calendar.TypesCorrected,
                $"2024-04-09: Rättelse. Index och områdestyp för 2022 har räknats om sedan utbildningsuppgifterna i {wrong.Code} {wrong.Name} rättats."),
        ]);
        return edits;
    }

    /// <summary>The municipality whose education figures are published wrong: a large one, but not among the very largest.</summary>
    public static Area Municipality(Land land)
    {
        var largestFirst = land["AlvMunicipality"].Areas.OrderByDescending(m => m.Parts).ThenBy(m => m.Code, StringComparer.Ordinal).ToList();
        return largestFirst[largestFirst.Count / 20];
    }
}
