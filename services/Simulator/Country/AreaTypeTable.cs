using static Utanforskap.Simulator.Country.Dimensions;

namespace Utanforskap.Simulator.Country;

/// <summary>
/// The official index and area type, as the country's statistical office computes them: from counts without noise, unrounded, with cuts at the mean
/// and standard deviation over all areas of the division and year. Its open tables carry noise, so whoever recomputes the index from them
/// comes near it, and cannot decide the type of an area near a cut.
/// </summary>
internal static class AreaTypeTable
{
    public const string Id = "ALV013";

    /// <summary>The tables that hold the parts, with the places of the part and of its whole among their figures.</summary>
    private static readonly (string Table, int Part, int Whole)[] Parts = [("ALV005", 0, 2), ("ALV006", 0, 4), ("ALV007", 1, 3)];

    private static readonly TableDesign[] Sources = [.. Parts.Select(p => ConditionTables.All.Single(d => d.Id == p.Table))];
    private static readonly int[] Offsets = [.. Sources.Select((_, i) => Sources[..i].Sum(d => d.Counts))];

    public static TableDesign Design { get; } = new(
        Id,
        "Socioekonomiskt index och områdestyp per region",
        ("LE", "Levnadsförhållanden"),
        [],
        Contents(("ALV0130A", "Socioekonomiskt index", "index", 1), ("ALV0130B", "Områdestyp", "typ", 0)),
        (society, part, year, counts) =>
        {
            for (var i = 0; i < Sources.Length; i++)
            {
                Sources[i].Count(society, part, year, counts.Slice(Offsets[i], Sources[i].Counts));
            }
        })
    {
        Layouts = ["AlvReg2018", "AlvReg2023"],
        CountsBehind = Sources.Sum(d => d.Counts),
        Derive = Types,
        Notes = ["Index och områdestyp revideras inte när underlagen revideras. Endast fel rättas."],
    };

    /// <summary>How an edit of one of the three tables stands in this one, whose releases have days of their own.</summary>
    public static Edit Behind(Edit edit, DateTimeOffset until, string notice)
    {
        var source = Array.FindIndex(Sources, d => d.Id == edit.Table);
        return new(Id, edit.Year, DateTimeOffset.MinValue, until, notice, (part, counts) => edit.Alter(part, counts.Slice(Offsets[source], Sources[source].Counts)));
    }

    private static double[][] Types(IReadOnlyList<long[]> areas)
    {
        double[] index = [.. areas.Select(a => Parts.Select((p, i) => 100.0 * a[Offsets[i] + p.Part] / a[Offsets[i] + p.Whole]).Average())];
        var mean = index.Average();
        var deviation = Math.Sqrt(index.Average(v => (v - mean) * (v - mean)));
        return [.. index.Select(v => new[] { Math.Round(v, 1), TypeOf((v - mean) / deviation) })];
    }

    /// <summary>The type of an area whose index lies so many standard deviations above the mean. In a country of one area that is none, and the type 4.</summary>
    private static double TypeOf(double above) => above switch
    {
        >= 2 => 1,
        >= 1 => 2,
        >= 0 => 3,
        >= -1 or double.NaN => 4,
        _ => 5,
    };
}
