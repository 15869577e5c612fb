namespace Utanforskap.Golden;

/// <summary>The example of the R package COINr: 51 countries × 49 indicators, every stage published.</summary>
public sealed class AsemTests
{
    private const string Folder = "coinr-asem/";

    [Theory]
    [InlineData("i-", "asem_coin_data_imputed.csv", 65)]
    [InlineData("t-", "asem_coin_data_treated.csv", 0)]
    [InlineData("n-", "asem_coin_data_normalised.csv", 0)]
    public void Every_stage_of_every_indicator_is_as_published(string stage, string file, int imputed)
    {
        var run = Run();
        run.Definition.Inputs.Count.ShouldBe(49);
        foreach (var input in run.Definition.Inputs)
        {
            var published = Golden.Published(Folder + file, "UnitCode", input.Id);
            var largest = published.Values.Max(Math.Abs);
            Golden.Differing(run.Column(stage + input.Id), published, 1e-9 * Math.Max(1, largest)).ShouldBeEmpty($"{input.Id} after this stage");
        }

        if (imputed > 0)
        {
            run.Log.Where(step => step.Operation == "impute").Sum(step => step.Cells.Count).ShouldBe(imputed, "Each imputed cell is reported.");
        }
    }

    [Fact]
    public void Every_treated_point_is_reported_as_often_as_published()
    {
        var run = Run();
        var low = Golden.Published(Folder + "asem_coin_treatsummary.csv", "IndCode", "Low");
        var high = Golden.Published(Folder + "asem_coin_treatsummary.csv", "IndCode", "High");
        run.Log.Where(step => step.Operation == "winsorise").ToDictionary(step => step.Series[2..], step => (double)step.Cells.Count)
            .ShouldBe(low.ToDictionary(one => one.Key, one => one.Value + high[one.Key]), ignoreOrder: true);
    }

    [Theory]
    [InlineData("Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin")]
    [InlineData("Conn", "Sust")]
    [InlineData("Index")]
    public void Every_level_is_as_published(params string[] series)
    {
        var run = Run();
        foreach (var id in series)
        {
            Golden.Differing(run.Column(id), Golden.Published(Folder + "asem_coin_data_aggregated.csv", "UnitCode", id), 1e-9).ShouldBeEmpty(id);
        }
    }

    [Fact]
    public void The_ranks_are_as_published() =>
        Golden.Differing(Run().Column("rank"), Golden.Published(Folder + "asem_coin_results_aggregatesscore.csv", "UnitCode", "Rank"), 0).ShouldBeEmpty();

    private static Statistics.Indices.IndexRun Run() => Golden.Run("asem", Folder + "asem_coin_data_raw.csv", Folder + "asem_coin_denominators.csv");
}
