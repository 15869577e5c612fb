using Utanforskap.Classification.Explaining;
using Utanforskap.Classification.Methods;
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
    public async Task What_changes_by_other_cuts_over_the_same_figures_is_changed_by_the_method()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "");
        await rig.HandleAsync(1);
        var changed = rig.With(NextVersion("sei", 2, ("cuts: [2, 1, 0, -1]", "cuts: [1.3, 0.6, 0, -1]")));
        await changed.HandleAsync(2);

        var (before, after) = (await changed.ResultsAsync("sei", RegSO, "2022", 1), await changed.ResultsAsync("sei", RegSO, "2022", 2));
        var explanation = await ExplainAsync(changed, "sei", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        explanation.Areas.Select(a => a.Area).ShouldBe(["0114R004", "0114R005"], "the areas lie at −1.4, −0.7, 0, 0.7 and 1.4 deviations");
        foreach (var area in explanation.Areas)
        {
            var place = after.Areas.ToList().IndexOf(area.Area);
            area.Cause.ShouldBe(ChangeCause.Method, area.Area);
            (area.OwnNew, area.LimitsNew, area.MethodNew).ShouldBe((before.Classes[place], before.Classes[place], after.Classes[place]), area.Area);
        }
    }

    [Theory]
    [InlineData("V3: { column: assistance-or-unemployment,", "V3: { column: overcrowding,")]
    [InlineData("V3: { column: assistance-or-unemployment,", "V4: { column: overcrowding, optional: true }\n    V3: { column: assistance-or-unemployment,")]
    [InlineData("V3: { column: assistance-or-unemployment,", "V3: { column: turnout, direction: falling, period-column: turnout-year, maximum-age: 4,")]
    public async Task What_changes_since_a_new_version_reads_another_indicator_over_the_same_figures_is_changed_by_the_method(string old, string other)
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "",
        [
            .. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5))), Column("overcrowding", RegSO, "2022", Areas(30, 2, 3, 40, 5, 60)), Column("turnout", RegSO, "2020", Areas(90, 20, 3, 4, 5, 6)),
        ]);
        rig.Indicators.Release(2, "");
        await rig.HandleAsync(1);
        var changed = rig.With(NextVersion("sei", 2, (old, other), ("mean: [V1, V2, V3]", other.Contains("V4", StringComparison.Ordinal) ? "mean: [V1, V2, V3, V4]" : "mean: [V1, V2, V3]")));
        await changed.HandleAsync(2);

        var (before, after) = (await changed.ResultsAsync("sei", RegSO, "2022", 1), await changed.ResultsAsync("sei", RegSO, "2022", 2));
        var explanation = await ExplainAsync(changed, "sei", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        explanation.Unexplained.ShouldBeNull();
        explanation.Causes[^1].ShouldBe("definition");
        explanation.Causes.ShouldBeUnique();
        explanation.Inputs.Select(i => i.Indicator).ShouldBe(after.Inputs.Select(i => i.Indicator), "they are the later version's");
        explanation.Inputs.Where(i => i.Indicator is "overcrowding" or "turnout").ShouldAllBe(i => i.Before == null && !i.CaughtUp);
        var both = explanation.Areas.Where(a => before.Areas.Contains(a.Area)).ToList();
        both.ShouldContain(a => a.Cause == ChangeCause.Method);
        foreach (var area in both)
        {
            var (was, now) = (before.Areas.ToList().IndexOf(area.Area), after.Areas.ToList().IndexOf(area.Area));
            area.NotComparable.ShouldBeNull();
            area.Cause.ShouldBe(before.Classes[was] == after.Classes[now] ? ChangeCause.Unchanged : ChangeCause.Method, area.Area);
            area.Parts[^1].ShouldBe(after.Index[now]!.Value - before.Index[was]!.Value, 1e-9, area.Area);
            area.Parts.SkipLast(1).ShouldAllBe(part => Math.Abs(part) < 1e-9);
        }
    }

    [Fact]
    public async Task An_indicator_of_the_new_version_that_had_no_figures_before_is_missing_there()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "", Column("overcrowding", RegSO, "2022", Areas(30, 2, 3, 40, 5)));
        await rig.HandleAsync(1);
        var changed = rig.With(NextVersion("sei", 2, ("V3: { column: assistance-or-unemployment,", "V3: { column: overcrowding,")));
        await changed.HandleAsync(2);

        var explanation = await ExplainAsync(changed, "sei", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        explanation.Unexplained.ShouldBeNull();
        explanation.Areas.Select(a => a.NotComparable).ShouldBe(Enumerable.Repeat("not comparable: V3 missing in one of the two", 5));
    }

    [Fact]
    public async Task Where_only_needs_change_their_cause_is_the_areas_if_they_have_one_in_common()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap-absolut"));
        rig.Indicators.Release(1, "", [.. WithoutNeeds("2022"), Column("overcrowding", RegSO, "2022", Areas(1, 1, 1, 1, 1, 1))]);
        rig.Indicators.Release(2, "", Column("overcrowding", RegSO, "2022", Areas(1, 20, 1, 1, 1, 20)));
        await rig.HandleAsync(1);
        var changed = rig.With(NextVersion("utanforskap-absolut", 2, ("value: 136.4", "value: 54.5")));
        await changed.HandleAsync(2);

        (await changed.ResultsAsync("utanforskap-absolut", RegSO, "2022", 1)).Classes.ShouldAllBe(c => c == 3);
        (await changed.ResultsAsync("utanforskap-absolut", RegSO, "2022", 2)).Classes.ShouldAllBe(c => c == 3);
        var explanation = await ExplainAsync(changed, "utanforskap-absolut", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        explanation.Areas.Select(Told).ShouldBe(
            ["0114R002 Own: overcrowding Own", "0114R005 Method: crime Method", "0114R006 Unchanged: crime Method, overcrowding Own"], "the sixth has no single cause");
        explanation.Areas.ShouldAllBe(a => a.OwnNew == 3 && a.LimitsNew == 3 && a.MethodNew == 3);
    }

    [Fact]
    public async Task A_need_that_is_lost_since_another_area_moved_the_limit_is_relative()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        string[] others = ["assistance-or-unemployment", "overcrowding", "school-eligibility", "employment", "turnout"];
        rig.Indicators.Release(1, "",
            [.. others.Select((p, i) => Column(p, RegSO, "2022", Areas([.. Enumerable.Range(1, 6).Select(a => 50.0 + ((a + i) % 6))]))), Column("crime-rate", RegSO, "2022", Areas(50, 50, 50, 50, 50, 60))]);
        rig.Indicators.Release(2, "", Column("crime-rate", RegSO, "2022", Areas(100, 50, 50, 50, 50, 60)));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var explanation = await ExplainAsync(rig, "utanforskap", new(RegSO, "2022", 1), new(RegSO, "2022", 2));

        // The limit was 55.4 and is 78.3.
        explanation.Areas.Select(Told).ShouldBe(["0114R001 Own: crime Own", "0114R006 Relative: crime Relative"]);
        explanation.Areas.ShouldAllBe(a => a.MethodNew == null);
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

    /// <summary>The assessment's other figures, so that six areas are far from every limit; crime is 51 to 56.</summary>
    private static AreaColumn[] WithoutNeeds(string period) =>
    [
        Column("crime-rate", RegSO, period, Areas(51, 52, 53, 54, 55, 56)), Column("assistance-or-unemployment", RegSO, period, Areas(1, 1, 1, 1, 1, 1)),
        .. new[] { "turnout", "school-eligibility", "employment" }.Select(indicator => Column(indicator, RegSO, period, Areas(90, 90, 90, 90, 90, 90))),
    ];

    /// <summary>A method of the build at its next version, with something else in its text.</summary>
    private static MethodCatalogue NextVersion(string method, int version, params (string Old, string Other)[] changes)
    {
        var text = ClassificationRig.Methods(method).All[0].Text.Replace($"version: {version}\n", $"version: {version + 1}\n", StringComparison.Ordinal);
        foreach (var (old, other) in changes)
        {
            text.ShouldContain(old);
            text = text.Replace(old, other, StringComparison.Ordinal);
        }

        return new([MethodFile.Read($"{method}.yaml", text)]);
    }

    private static string Told(AreaExplanation area) => $"{area.Area} {area.Cause}: {string.Join(", ", area.Needs.Select(need => $"{need.Need} {need.Cause}"))}";

    internal static async Task<Explanation> ExplainAsync(ClassificationRig rig, string method, ResultPlace before, ResultPlace after) =>
        (await rig.With<ResultExplanation, Explanation?>(e => e.RunAsync(new(method, before, after), TestContext.Current.CancellationToken))).ShouldNotBeNull();

    private static (string, double?)[] Areas(params double[] values) => [.. values.Select((v, i) => ($"0114R{i + 1:000}", (double?)v))];
}
