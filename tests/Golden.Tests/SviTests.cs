namespace Utanforskap.Golden;

/// <summary>CDC's Social Vulnerability Index 2018: 3,142 counties.</summary>
public sealed class SviTests
{
    private const string File = "svi-2018/svi2018_us_county.csv";

    [Fact]
    public void Every_cell_is_as_published()
    {
        var run = Golden.Run("svi-2018", File);
        run.Definition.Series.Count.ShouldBe(45, "15 EPL, 5 SPL, 5 RPL, 20 flags.");
        foreach (var series in run.Definition.Series)
        {
            // Sums are published with the digits of their rounded terms.
            Golden.Differing(run.Column(series.Id), Golden.Published(File, "FIPS", series.Id, "-999"), 1e-9).ShouldBeEmpty(series.Id);
        }
    }

    [Fact]
    public void A_missing_county_says_what_it_lacks()
    {
        var run = Golden.Run("svi-2018", File);
        var rioArriba = run.Figures.Areas.ToList().IndexOf("35039");

        run.WhyMissing("RPL_THEMES", rioArriba).ShouldBe("missing POV, UNEMP, PCI");
    }
}
