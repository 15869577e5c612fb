using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Golden;

/// <summary>The English Indices of Deprivation, from the published ranks of their domains.</summary>
public sealed class DeprivationTests
{
    private const string Areas2010 = "imd-2010/imd2010_england_lsoa01.csv";
    private const string Areas2019 = "imd-2019/imd2019_england_lsoa11.csv";
    private const string Subdomains2019 = "imd-2019/imd2019_england_lsoa11_subdomains.csv";
    private const string Districts2019 = "imd-2019/imd2019_england_ltla19.csv";
    private const string Population2015 = "imd-2019/population_mid2015.csv.gz";

    [Fact]
    public void Of_2010_all_ranks_but_18_are_as_published()
    {
        var run = Golden.Run("imd-2010", Areas2010);

        Golden.Differing(run.Column("rank"), Golden.Published(Areas2010, "lsoa01_code", "IMD_rank"), 0).Count.ShouldBe(32_482 - 32_464, "Only rounded ranks of the domains are published.");
        Golden.Differing(run.Column("score"), Golden.Published(Areas2010, "lsoa01_code", "IMD_score"), 0.0051).ShouldBeEmpty("Scores are published with two decimals.");
    }

    [Fact]
    public void Of_2019_all_deciles_are_as_published_and_all_ranks_but_30_which_are_off_by_one()
    {
        var run = Golden.Run("imd-2019", Areas2019, Population2015);
        var published = Golden.Published(Areas2019, "lsoa11_code", "IMD_rank");

        Golden.Differing(run.Column("rank"), published, 0).Count.ShouldBe(32_844 - 32_814);
        Golden.Differing(run.Column("rank"), published, 1).ShouldBeEmpty();
        Golden.Differing(run.Column("decile"), Golden.Published(Areas2019, "lsoa11_code", "IMD_decile"), 0).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("average-score", "Score", 0.0005, 0)]
    [InlineData("proportion", "Proportion", 0.00005, 0)]
    [InlineData("extent", "Extent", 0.00005, 1)]
    public void Of_2019_the_districts_are_as_published(string measure, string column, double halfUnit, int beyondRounding)
    {
        var run = Golden.Run("imd-2019", Areas2019, Population2015);
        var table = Summarising.Of(run, run.Definition.Summaries.Single());
        var computed = table.Groups.Zip(table.Columns.Single(one => one.Key == measure).Value).ToDictionary(pair => pair.First, pair => pair.Second);
        var published = Golden.Published(Districts2019, "ltla19_code", column);

        computed.Count.ShouldBe(317);
        Golden.Differing(computed, published, halfUnit + 1e-9).Count.ShouldBe(beyondRounding, "The extent of E09000013 is 0.164348, published 0.1644.");
        Golden.Differing(computed, published, 2 * halfUnit).ShouldBeEmpty();
    }

    [Fact]
    public void Of_2019_the_environment_domain_follows_from_its_subdomains()
    {
        var run = Golden.Run("imd-2019-environment", Subdomains2019);

        Golden.Differing(run.Column("rank"), Golden.Published(Subdomains2019, "lsoa11_code", "Environment_rank"), 1).ShouldBeEmpty();
        Golden.Differing(run.Column("decile"), Golden.Published(Subdomains2019, "lsoa11_code", "Environment_decile"), 0).ShouldBeEmpty();
    }
}
