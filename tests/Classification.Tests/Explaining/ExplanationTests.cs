using Utanforskap.Classification.Explaining;
using Utanforskap.Classification.Tests.Reclassifying;
using Utanforskap.Contracts.Reading;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Classification.Tests.Explaining;

/// <summary>Why results differ: from the figures of their time, on a real database.</summary>
public sealed class ExplanationTests
{
    private const string RegSO = "RegSO2020";
    private static readonly string[] Parts = ["low-economic-standard", "compulsory-education", "assistance-or-unemployment"];

    [Fact]
    public async Task A_revision_of_one_area_is_its_own_change_and_what_moves_with_the_limits_is_relative()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "", Column(Parts[0], RegSO, "2022", Areas(10, 2, 3, 4, 5)));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var explanation = await ExplainAsync(rig, "sei", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        // m 3, s 1.41 became m 3.6, s 1.02.
        explanation.Causes.ShouldBe([.. Parts, "renormalisation"]);
        explanation.Areas.Select(a => $"{a.Area} {a.Cause}").ShouldBe(
            ["0114R001 Own", "0114R002 Relative", "0114R003 Relative"], "the others' class and index are as before");
        explanation.Areas[0].Parts.Sum().ShouldBe(3, 1e-9);
        explanation.Areas[0].Parts[0].ShouldBe(3, 1e-9, "all of it is V1");
        explanation.Areas[1].Parts.ShouldBe([0, 0, 0, 0]);
        (explanation.Areas[1].OwnNew, explanation.Areas[1].LimitsNew).ShouldBe((4, 5));
        explanation.Inputs.ShouldAllBe(i => !i.CaughtUp);
    }

    [Fact]
    public async Task Parts_sum_to_the_change_from_one_year_to_the_next_and_hidden_changes_are_listed()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select((p, i) => Column(p, RegSO, "2021", Areas(1 + i, 2, 3, 4, 9)))]);
        rig.Indicators.Release(2, "", [.. Parts.Select((p, i) => Column(p, RegSO, "2022", Areas(5, 6 + i, 7, 8, 13)))]);
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var (before, after) = (await rig.ResultsAsync("sei", RegSO, "2021", 2), await rig.ResultsAsync("sei", RegSO, "2022", 2));
        var explanation = await ExplainAsync(rig, "sei", new(RegSO, "2021", 2), new(RegSO, "2022", 2));

        explanation.Areas.Count.ShouldBe(5, "each area's index differs");
        foreach (var area in explanation.Areas)
        {
            var place = after.Areas.ToList().IndexOf(area.Area);
            area.Parts.Sum().ShouldBe(after.Index[place]!.Value - before.Index[place]!.Value, 1e-9, area.Area);
            area.Cause.ShouldBe(before.Classes[place] != after.Classes[place] ? area.Cause : ChangeCause.Masked, "all rose, and so did the limits");
        }
    }

    [Fact]
    public async Task A_value_carried_forward_is_told_with_its_period_and_the_change_that_replaces_it_is_marked()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Release(1, "", [.. Assessed("2022", areas: 6), Column("turnout", RegSO, "2018", Areas(80, 80, 80, 80, 80, 60))]);
        rig.Indicators.Release(2, "", Column("turnout", RegSO, "2022", Areas(60, 80, 80, 80, 80, 80)));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var (carried, fresh) = (await rig.ResultsAsync("utanforskap", RegSO, "2022", 1), await rig.ResultsAsync("utanforskap", RegSO, "2022", 2));
        var explanation = await ExplainAsync(rig, "utanforskap", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        carried.Inputs.Single(i => i.Indicator == "turnout").Period.ShouldBe("2018", "no newer turnout was known");
        fresh.Inputs.Single(i => i.Indicator == "turnout").Period.ShouldBe("2022");
        carried.Parts.Single(p => p.Id == "need-turnout").Values.ShouldBe([0, 0, 0, 0, 0, 1]);
        fresh.Parts.Single(p => p.Id == "need-turnout").Values.ShouldBe([1, 0, 0, 0, 0, 0]);
        explanation.Inputs.Single(i => i.CaughtUp).ShouldBe(new InputChange("turnout", "2018", "2022", true));
        explanation.Areas.Select(a => $"{a.Area} {a.CaughtUp}").ShouldBe(["0114R001 True", "0114R006 True"]);
    }

    [Fact]
    public async Task A_change_that_comes_from_other_figures_than_the_one_that_was_carried_is_not_marked()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Release(1, "", [.. Assessed("2021", areas: 6), Column("turnout", RegSO, "2018", Areas(80, 80, 80, 80, 80, 60))]);
        rig.Indicators.Release(2, "", [.. Assessed("2022", areas: 6), Column("overcrowding", RegSO, "2022", Areas(20, 20, 20, 20, 90, 20)), Column("turnout", RegSO, "2022", Areas(79, 80, 81, 80, 81, 80))]);
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var explanation = await ExplainAsync(rig, "utanforskap", new(RegSO, "2021", 2), new(RegSO, "2022", 2));

        explanation.Inputs.Single(i => i.CaughtUp).Indicator.ShouldBe("turnout");
        explanation.Areas.Where(a => a.Area is "0114R005" or "0114R006").Select(a => $"{a.Area} {a.CaughtUp}").ShouldBe(
            ["0114R005 False", "0114R006 True"], "the fifth got overcrowded, whatever its turnout; the sixth lost the need that its old turnout gave");
    }

    [Fact]
    public async Task Types_that_come_ready_have_no_known_cause()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", Areas(1, 5)));
        rig.Indicators.Release(2, "", Column("official-type", RegSO, "2022", Areas(2, 5)));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var explanation = await ExplainAsync(rig, "scb-omradestyp", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        explanation.Areas.ShouldBeEmpty();
        explanation.Unexplained!.ShouldContain("causes are not known");
        (await rig.With<ResultExplanation, Explanation?>(e => e.RunAsync(
            new("sei", new(RegSO, "1999", 1), new(RegSO, "2022", 2)), TestContext.Current.CancellationToken))).ShouldBeNull("there is no such result");
    }

    /// <summary>The figures that the assessment waits for: one area stands out in two variables.</summary>
    internal static AreaColumn[] Assessed(string period, int areas) =>
    [
        .. new[] { "crime-rate", "assistance-or-unemployment", "overcrowding", "school-eligibility", "employment" }.Select((indicator, i) => Column(indicator, RegSO, period,
            [.. Enumerable.Range(1, areas).Select(a => ($"0114R{a:000}", (double?)(50 + a + (a == 1 && i < 2 ? 40 : 0))))])),
    ];

    internal static async Task<Explanation> ExplainAsync(ClassificationRig rig, string method, ResultPlace before, ResultPlace after) =>
        (await rig.With<ResultExplanation, Explanation?>(e => e.RunAsync(new(method, before, after), TestContext.Current.CancellationToken))).ShouldNotBeNull();

    private static (string, double?)[] Areas(params double[] values) => [.. values.Select((v, i) => ($"0114R{i + 1:000}", (double?)v))];
}
