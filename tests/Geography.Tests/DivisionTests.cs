using FsCheck;
using FsCheck.Fluent;

namespace Utanforskap.Geography.Tests;

public sealed class DivisionTests
{
    [Theory]
    [InlineData("0114R001", "RegSO2020", "0114R001")]
    [InlineData("0114R001_RegSO2025", "RegSO2025", "0114R001")]
    [InlineData("0114A0010", "DeSO2018", "0114A0010")]
    [InlineData("0114A0010_DeSO2025", "DeSO2025", "0114A0010")]
    [InlineData("0114", "Municipality", "0114")]
    [InlineData("01", "County", "01")]
    [InlineData("00", "Nation", "00")]
    [InlineData(" 0114R001 ", "RegSO2020", "0114R001")]
    [InlineData("ALV", "AlvNation", "ALV")]
    [InlineData("A101R001", "AlvReg2018", "A101R001")]
    [InlineData("A101R001_AlvReg2023", "AlvReg2023", "A101R001")]
    [InlineData("A101A0010_AlvDel2023", "AlvDel2023", "A101A0010")]
    [InlineData("A101", "AlvMunicipality", "A101")]
    [InlineData("U1", "AlvCounty", "U1")]
    public void A_region_code_names_one_area_of_one_division(string regionCode, string division, string code)
    {
        var area = Division.Resolve(regionCode);

        area.ShouldNotBeNull($"{regionCode} is a code of {division}");
        area.Value.Division.Id.ShouldBe(division);
        area.Value.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("114R001")]
    [InlineData("0114R01")]
    [InlineData("0114R001_RegSO2031")]
    [InlineData("0114r001")]
    [InlineData("0014R001")]
    [InlineData("0114R001\n0114R002")]
    [InlineData("Upplands Väsby")]
    public void What_is_no_code_of_any_division_is_no_area(string regionCode) =>
        Division.Resolve(regionCode).ShouldBeNull($"'{regionCode}' is a code of no division; a leading zero that a spreadsheet dropped must not be guessed.");

    [Theory]
    [InlineData("RegSO2020", "2023", true)]
    [InlineData("RegSO2020", "2024", false)]
    [InlineData("RegSO2025", "2023", false)]
    [InlineData("RegSO2025", "2024M03", true)]
    [InlineData("Municipality", "1968", true)]
    [InlineData("RegSO2020", "year", false)]
    public void A_division_is_valid_for_its_reference_years(string division, string period, bool valid) =>
        Division.Find(division)!.IsValidFor(period).ShouldBe(valid, $"{division} for {period}");

    [Fact]
    public void Any_two_divisions_of_one_level_and_country_share_no_reference_year()
    {
        foreach (var years in Division.All.GroupBy(d => (d.Country, d.Level)))
        {
            for (var year = 1990; year <= 2060; year++)
            {
                years.Count(d => d.IsValidFor($"{year}")).ShouldBeLessThanOrEqualTo(1, $"{years.Key} in {year}");
            }
        }
    }

    [Fact]
    public void An_area_code_with_its_suffix_resolves_to_itself() => Prop.ForAll(
        Gen.Elements(Division.All.Where(d => d.Level == DivisionLevel.RegSO).ToArray()).ToArbitrary(),
        Gen.Choose(1, 24).SelectMany(county => Gen.Choose(1, 99).SelectMany(municipality => Gen.Choose(1, 999).Select(area => (county, municipality, area)))).ToArbitrary(),
        (division, numbers) =>
        {
            var first = division.Country == "sweden" ? $"{numbers.county:D2}" : $"{(char)('A' + numbers.county - 1)}1";
            var code = $"{first}{numbers.municipality:D2}R{numbers.area:D3}";
            return Division.Resolve(code + division.Suffix) == new AreaCode(division, code);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Municipality_and_county_are_the_code_s_first_characters()
    {
        var area = Division.Resolve("0114R001")!.Value;

        area.Municipality.ShouldBe("0114");
        area.County.ShouldBe("01");
        Division.Resolve("01")!.Value.Municipality.ShouldBeNull("A county lies in no municipality.");
        Division.Resolve("00")!.Value.County.ShouldBeNull("The nation lies in no county.");
    }

    [Fact]
    public void The_same_code_in_two_divisions_is_two_areas()
    {
        var before = Division.Resolve("0114R001")!.Value;
        var after = Division.Resolve("0114R001_RegSO2025")!.Value;

        before.ShouldNotBe(after, "The code's borders may have moved.");
        before.ToString().ShouldBe("RegSO2020/0114R001");
        (before < after && after > before).ShouldBeTrue("Areas are ordered by division, then code.");
        Division.Find("regso2020").ShouldBe(before.Division, "Ids are found whatever their case.");
        Division.Find("RegSO2031").ShouldBeNull();
    }
}
