using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>Makes whole tables: counts the smallest parts, sums them to areas, and protects what is published.</summary>
internal sealed class TableMaker(Land land, Society society, Chance chance)
{
    private const int SmallestShown = 5;

    /// <summary>The table with these years, with some figures other than they should be.</summary>
    /// <param name="design">Which table.</param>
    /// <param name="years">Reference years, ascending.</param>
    /// <param name="edits">The edits, of any table, that its figures carried at the time.</param>
    public Table Make(TableDesign design, IReadOnlyList<int> years, IReadOnlyList<Edit> edits)
    {
        var layouts = land.Layouts.Where(l => design.Layouts.Contains(l.Division) && years.Any(l.IsValid)).ToList();
        var region = Dimensions.Region(land, layouts, design.Derive is not null ? [] : [CountrySource.CountyGrouping]);
        var values = new double[checked(region.Codes.Count * design.Figures * years.Count)];
        var status = new byte[values.Length];
        Array.Fill(status, (byte)CellStatus.NotAvailable);
        var counts = new long[society.Parts * design.Counts];
        for (var y = 0; y < years.Count; y++)
        {
            Count(design, years[y], edits, counts);
            Publish(design, years, y, layouts, counts, values, status);
        }

        return Table.Checked(
            new Table(
                design.Id,
                $"{design.Label}. År {years[0]} - {years[^1]}",
                [region, .. design.Categories, design.Contents, Dimensions.Tid(years)],
                values,
                status)
            {
                Source = "Alvmark (påhittat land)",
                Notes = ["Alvmark finns inte. Siffrorna är framställda av ett program och beskriver inga verkliga områden eller människor.", .. design.Notes],
                Decimals = design.Contents.Units[0].Decimals,
                Official = false,
                SubjectCode = design.Subject.Code,
                SubjectArea = design.Subject.Name,
            });
    }

    private void Count(TableDesign design, int year, IReadOnlyList<Edit> edits, long[] counts)
    {
        var active = edits.Where(e => e.Table == design.Id && e.Year == year).ToList();
        for (var part = 0; part < society.Parts; part++)
        {
            var own = counts.AsSpan(part * design.Counts, design.Counts);
            design.Count(society, part, year, own);
            foreach (var edit in active)
            {
                edit.Alter(part, own);
            }
        }
    }

    private void Publish(
        TableDesign design, IReadOnlyList<int> years, int y, List<Layout> layouts, long[] counts, double[] values, byte[] status)
    {
        var hasNoise = years[y] >= design.NoiseFrom;
        var row = 0;
        foreach (var layout in layouts)
        {
            if (!layout.IsValid(years[y]))
            {
                row += layout.Areas.Count;
                continue;
            }

            var figures = Figures(design, layout, counts);
            for (var i = 0; i < figures.Length; i++)
            {
                var area = layout.Areas[i];
                for (var figure = 0; figure < design.Figures; figure++)
                {
                    var cell = (((row * design.Figures) + figure) * years.Count) + y;
                    var value = figures[i][figure];
                    if (hasNoise && value > 0)
                    {
                        value = Math.Max(0, value + Noise(design, area, figure, years[y]));
                    }

                    if (!design.SuppressesSmall || value is 0 or >= SmallestShown)
                    {
                        (values[cell], status[cell]) = (value, (byte)CellStatus.Figure);
                    }
                }

                row++;
            }
        }
    }

    private static double[][] Figures(TableDesign design, Layout layout, long[] counts)
    {
        var sums = layout.Areas.Select(area => Sum(area, counts, design.Counts)).ToArray();
        return design.Derive?.Invoke(sums) ?? Array.ConvertAll(sums, s => Array.ConvertAll(s, n => (double)n));
    }

    private static long[] Sum(Area area, long[] counts, int numbers)
    {
        var sums = new long[numbers];
        for (var part = area.First; part < area.First + area.Parts; part++)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += counts[(part * sums.Length) + i];
            }
        }

        return sums;
    }

    /// <summary>
    /// From −2 to 2, as the Cell Key Method gives it: the keys of those counted are added up, and the sum decides. The same people give the same
    /// noise, wherever they are counted; a total has its own, so that parts need not add up to it.
    /// </summary>
    private int Noise(TableDesign design, Area area, int figure, int year)
    {
        var whom = design.Counted.TryGetValue(figure, out var people) ? (long)people : (design.Id[^1] * 100L) + figure;
        var key = 0UL;
        for (var part = area.First; part < area.First + area.Parts; part++)
        {
            key += chance.Bits(Draw.CellKey, part, (year * 100_000L) + whom);
        }

        return (Chance.Mix(key) % 10) switch
        {
            0 => -2,
            1 or 2 => -1,
            3 or 4 => 1,
            5 => 2,
            _ => 0,
        };
    }
}
