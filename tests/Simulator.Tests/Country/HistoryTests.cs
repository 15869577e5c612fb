using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Utanforskap.Simulator.Country;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Tests.Country;

/// <summary>Alvmark's releases in time order.</summary>
public class HistoryTests
{
    [Fact]
    public void The_same_seed_makes_the_same_bytes_and_another_seed_others()
    {
        var once = Fingerprint(seed: 5, areas: 200);

        Fingerprint(seed: 5, areas: 200).ShouldBe(once);
        Fingerprint(seed: 6, areas: 200).ShouldNotBe(once);
    }

    [Fact]
    public void Releases_stand_in_time_order_and_are_of_a_moderate_number()
    {
        var releases = Alvmark.Country.Releases;

        releases.ShouldBe(releases.OrderBy(r => r.Released).ThenBy(r => r.TableId, StringComparer.Ordinal));
        releases.Count.ShouldBeInRange(30, 55);
        releases.Select(r => r.TableId).Distinct().Count().ShouldBe(13);
        releases.Select(r => (r.TableId, r.Released)).ShouldBeUnique();
    }

    [Fact]
    public void A_release_in_the_calendar_adds_a_year_and_changes_nothing_before()
    {
        var country = CountrySource.Make(seed: 1, areas: 300);
        foreach (var id in CountrySource.Designs.Keys.Where(id => id is not ("ALV003" or "ALV005" or "ALV006" or "ALV007" or "ALV011" or "ALV013")))
        {
            var releases = country.Releases.Where(r => r.TableId == id).Select(r => r.Load()).ToList();
            for (var i = 1; i < releases.Count; i++)
            {
                releases[i].Time!.Codes.Count.ShouldBe(releases[i - 1].Time!.Codes.Count + 1, $"{id}: {releases[i].Label}");
                Differences(releases[i - 1], releases[i]).ShouldBeEmpty($"{id}: {releases[i].Label}");
            }
        }
    }

    [Fact]
    public void The_correction_changes_exactly_the_announced_cells()
    {
        var (wrong, right) = (Alvmark.On("ALV006", "2023-04-25"), Alvmark.On("ALV006", "2024-03-19"));
        var municipality = Edits.Municipality(Alvmark.Country.Land);
        right.Notes.ShouldContain(n => n.StartsWith("2024-03-19", StringComparison.Ordinal) && n.Contains(municipality.Code, StringComparison.Ordinal));
        wrong.Notes.ShouldNotContain(n => n.StartsWith("2024-03-19", StringComparison.Ordinal));

        var changed = Differences(wrong, right);

        var regions = Alvmark.Country.Land["AlvReg2018"].Areas.Where(a => a.Municipality == municipality.Municipality).Select(a => a.Code)
            .Append(municipality.Code).Append(municipality.Code[..2]);
        changed.Order().ShouldBe(regions.SelectMany(r => new[] { $"{r} FG 20-64 ALV0060A 2022", $"{r} US 20-64 ALV0060A 2022" }).Order());
    }

    [Fact]
    public void The_revision_raises_a_part_of_the_index_in_many_areas_of_one_older_year()
    {
        var changed = Differences(Alvmark.On("ALV007", "2023-02-08"), Alvmark.On("ALV007", "2023-06-08"));

        changed.ShouldAllBe(c => c.EndsWith(" 2021", StringComparison.Ordinal) && (c.Contains(" BIST ", StringComparison.Ordinal) || c.Contains(" OVR ", StringComparison.Ordinal)));
        changed.Count(c => c.Contains('R', StringComparison.Ordinal) && c.Contains(" BIST ", StringComparison.Ordinal)).ShouldBeInRange(1_000, 3_000);
    }

    [Theory]
    [InlineData("ALV003", "2022-05-03", "2022-10-04", "2021")]
    [InlineData("ALV005", "2024-01-26", "2024-05-15", "2022")]
    [InlineData("ALV011", "2023-03-30", "2023-06-14", "2022")]
    public void A_small_change_touches_a_few_hundred_cells_of_one_year(string table, string before, string after, string year)
    {
        var changed = Differences(Alvmark.On(table, before), Alvmark.On(table, after));

        changed.ShouldAllBe(c => c.EndsWith(year, StringComparison.Ordinal));
        changed.Count.ShouldBeInRange(100, 900);
    }

    [Fact]
    public void A_mistake_that_is_taken_back_leaves_the_table_as_it_was()
    {
        var (before, after) = (Alvmark.On("ALV011", "2023-03-30"), Alvmark.On("ALV011", "2023-06-21"));

        after.Values.ShouldBe(before.Values);
        after.Status.ShouldBe(before.Status);
    }

    [Fact]
    public void The_official_index_is_corrected_where_its_input_was_wrong_and_revised_nowhere()
    {
        var municipality = Edits.Municipality(Alvmark.Country.Land);
        var corrected = Differences(Alvmark.On("ALV013", "2024-01-31"), Alvmark.On("ALV013", "2024-04-09"));

        corrected.ShouldAllBe(c => c.EndsWith(" 2022", StringComparison.Ordinal));
        var index = corrected.Where(c => c.Contains("ALV0130A", StringComparison.Ordinal)).ToList();
        index.ShouldNotBeEmpty();
        index.ShouldAllBe(c => c.StartsWith(municipality.Code, StringComparison.Ordinal), "others' index is their own");
        corrected.ShouldContain(c => c.Contains("ALV0130B", StringComparison.Ordinal));
        Differences(Alvmark.On("ALV013", "2023-01-31"), Alvmark.On("ALV013", "2024-01-31")).ShouldBeEmpty("the revision of the labour figures of 2021 lies between");
    }

    [Fact]
    public void New_codes_come_with_the_first_year_of_their_division()
    {
        Alvmark.On("ALV002", "2023-02-22").Dimensions[0].Divisions.Select(d => d.Id).ShouldBe(["AlvReg2018", "AlvMunicipality", "AlvCounty"]);
        Alvmark.On("ALV002", "2024-02-22").Dimensions[0].Divisions.Select(d => d.Id).ShouldBe(["AlvReg2018", "AlvReg2023", "AlvMunicipality", "AlvCounty"]);
    }

    [Fact]
    public void The_next_release_of_the_calendar_is_announced_but_no_correction()
    {
        Alvmark.On("ALV006", "2023-04-25").NextUpdate.ShouldBe(new DateTimeOffset(2024, 4, 25, 6, 0, 0, TimeSpan.Zero));
        Alvmark.Last("ALV006").NextUpdate.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Land.MostAreas + 1)]
    public void A_number_of_areas_that_the_codes_have_no_room_for_is_refused(int areas) =>
        Should.Throw<ArgumentOutOfRangeException>(() => CountrySource.Make(seed: 1, areas: areas));

    [Fact]
    public void A_country_of_one_area_has_all_its_releases()
    {
        var country = CountrySource.Make(seed: 1, areas: 1);

        foreach (var release in country.Releases)
        {
            release.Load().Cells.ShouldBeGreaterThan(0);
        }
    }

    /// <summary>Codes of the cells that both tables have and that differ.</summary>
    private static List<string> Differences(Table before, Table after)
    {
        var changed = new List<string>();
        var codes = new string[before.Dimensions.Count];
        for (var cell = 0; cell < before.Cells; cell++)
        {
            for (int d = before.Dimensions.Count - 1, rest = cell; d >= 0; d--)
            {
                var dimension = before.Dimensions[d];
                codes[d] = dimension.Codes[rest % dimension.Codes.Count];
                rest /= dimension.Codes.Count;
            }

            double? figure = before.Status[cell] == (byte)CellStatus.Figure ? before.Values[cell] : null;
            if (figure != after.Figure(codes))
            {
                changed.Add(string.Join(' ', codes));
            }
        }

        return changed;
    }

    private static string Fingerprint(int seed, int areas)
    {
        var country = CountrySource.Make(seed, areas);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in country.Releases.Select(r => r.Load()))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', table.Dimensions.SelectMany(d => d.Codes.Concat(d.Labels)))));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(table.Values));
            hash.AppendData(table.Status);
        }

        foreach (var ring in country.Boundaries.Values.SelectMany(l => l.Features()).Select(f => f.Polygons[0][0]))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', ring.Select(c => c.ToString(CultureInfo.InvariantCulture)))));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
