using System.Globalization;
using System.Text;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Country;

/// <summary>
/// What the country is like, as a page of text for people who wonder whether it is plausible: for each year the index computed straight from the
/// final tables, without any of the system's services, and what there is to be found in the history of releases.
/// </summary>
internal static class Summary
{
    private const int Total = 3;

    public static string Of(CountrySource country)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"This is {country.Name}. It does not exist.").AppendLine();
        foreach (var layout in country.Land.Layouts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{layout.Division,-16} {layout.Areas.Count,9:N0} areas");
        }

        text.AppendLine().AppendLine("year  population  V1 %   V2 %   V3 %   mean    sd   type 1     2     3     4     5  in 1–2 %  changed %");
        var (population, standard, education, labour) = (Final(country, "ALV001"), Final(country, "ALV005"), Final(country, "ALV006"), Final(country, "ALV007"));
        (Layout Layout, int[] Types)? last = null;
        foreach (var year in standard.Time!.Codes)
        {
            var layout = country.Land.Layouts.First(l => l.Division.StartsWith("AlvReg", StringComparison.Ordinal) && l.IsValid(int.Parse(year, CultureInfo.InvariantCulture)));
            double[][] parts =
            [
                Share(Column(standard, layout, 0, year), Column(standard, layout, 2, year)),
                Share(Column(education, layout, 0, year), Column(education, layout, 4, year)),
                Share(Column(labour, layout, 1, year), Column(labour, layout, 3, year)),
            ];
            double[] index = [.. parts[0].Select((v, i) => (v + parts[1][i] + parts[2][i]) / 3)];
            var (mean, deviation) = (index.Average(), Math.Sqrt(index.Average(v => v * v) - Math.Pow(index.Average(), 2)));
            int[] types = [.. index.Select(v => v >= mean + (2 * deviation) ? 1 : v >= mean + deviation ? 2 : v >= mean ? 3 : v >= mean - deviation ? 4 : 5)];
            var residents = Column(population, layout, Total, year);
            var exposed = residents.Where((_, i) => types[i] <= 2).Sum() / residents.Sum();
            var changed = last is { } before && before.Layout == layout
                ? (100.0 * types.Zip(before.Types).Count(t => t.First != t.Second) / types.Length).ToString("0.0", CultureInfo.InvariantCulture)
                : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{year}  {residents.Sum(),10:N0} {parts[0].Average(),5:0.00} {parts[1].Average(),6:0.00} {parts[2].Average(),6:0.00} {mean,6:0.00} {deviation,5:0.00}"
                + $"    {string.Join(' ', Enumerable.Range(1, 5).Select(t => $"{types.Count(x => x == t),5}"))} {100 * exposed,9:0.0} {changed,10}");
            last = (layout, types);
        }

        text.AppendLine();
        foreach (var release in country.Releases)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{release.Released:yyyy-MM-dd} {release.TableId} {CountrySource.Designs[release.TableId].Label}");
        }

        text.AppendLine();
        foreach (var table in country.Releases.Select(r => r.TableId).Distinct().Order(StringComparer.Ordinal))
        {
            // The first note is the one that every table has.
            Final(country, table).Notes.Skip(1).ToList().ForEach(note => text.AppendLine(CultureInfo.InvariantCulture, $"{table} {note}"));
        }

        return text.ToString();
    }

    private static Table Final(CountrySource country, string table) => country.Releases.Last(r => r.TableId == table).Load();

    private static double[] Column(Table table, Layout layout, int figure, string year)
    {
        var (first, years) = (table.Dimensions[0].IndexOf(layout.Areas[0].Code), table.Time!.Codes.Count);
        var figures = table.Cells / table.Dimensions[0].Codes.Count / years;
        return [.. Enumerable.Range(first, layout.Areas.Count).Select(row => table.Values[(((row * figures) + figure) * years) + table.Time.IndexOf(year)])];
    }

    private static double[] Share(double[] part, double[] whole) => [.. part.Select((v, i) => 100 * v / whole[i])];
}
