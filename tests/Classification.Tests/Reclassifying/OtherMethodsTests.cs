using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Recomputing;
using Utanforskap.Classification.Results;
using Utanforskap.Classification.Tests.Explaining;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Classification.Tests.Reclassifying;

/// <summary>Assessment, groups and segregation, release by release.</summary>
public sealed class OtherMethodsTests
{
    private const string RegSO = "RegSO2020";

    [Fact]
    public async Task An_assessment_waits_for_what_it_needs_and_does_without_what_is_optional()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Release(1, "", ExplanationTests.Assessed("2022", 6)[..4]);
        rig.Indicators.Release(2, "", ExplanationTests.Assessed("2022", 6)[4]);

        (await rig.HandleAsync(1)).Methods[0].Reason.ShouldBe("RegSO2020 2022 has no employment.");
        (await rig.HandleAsync(2)).Methods[0].Outcome.ShouldBe(Outcome.Published);

        var results = await rig.ResultsAsync("utanforskap", RegSO, "2022", 2);
        results.Inputs.Single(i => i.Indicator == "turnout").ShouldBe(new UsedInput("turnout", 0, RegSO, null));
        results.Parts.Single(p => p.Id == "need-turnout").Values.ShouldAllBe(v => v == null, "missing is not no");
        results.Parts.Single(p => p.Id == "need-crime").Values.ShouldBe([1, 0, 0, 0, 0, 0]);
        results.Index[0].ShouldBe(4, "crime and benefit are high, school and employment low");
        results.Classes[0].ShouldBeNull("four of five known: with low turnout it would be five, so it is not assessed");
        Possible(0).ShouldBe("1–2");
        results.Classes[3].ShouldBe(3);
        Possible(3).ShouldBe("3–3");
        results.Limits.ShouldBe([5, 3], "so many exceeded limits a class asks for");
        results.Parts.Single(p => p.Id == "distance").Values.ShouldBe([null, -3, -3, -3, -3, -2], "three exceeded limits are asked for; the sixth has one, and the first is not assessed");

        double[] crime = [91, 52, 53, 54, 55, 56], employment = [51, 52, 53, 54, 55, 56];
        Distances("distance-crime").ShouldBe([.. crime.Select(v => v - (crime.Average() + Deviation(crime)))], 1e-9, "a deviation worse than the mean is the limit");
        Distances("distance-employment").ShouldBe([.. employment.Select(v => employment.Average() - Deviation(employment) - v)], 1e-9, "a low figure is the worse one");
        results.Parts.Single(p => p.Id == "distance-turnout").Values.ShouldAllBe(v => v == null);

        double[] Distances(string part) => [.. results.Parts.Single(p => p.Id == part).Values.Select(v => v!.Value)];
        static double Deviation(double[] values) => Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / values.Length);
        string Possible(int area) => string.Join('–', new[] { "class-lowest", "class-highest" }.Select(id => results.Parts.Single(p => p.Id == id).Values[area]));
    }

    [Fact]
    public async Task Carried_figures_are_not_older_than_the_method_allows()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Release(1, "",
            [Column("turnout", RegSO, "2018", [.. Enumerable.Range(1, 6).Select(a => ($"0114R{a:000}", (double?)(a > 4 ? 81 : 80)))]), .. ExplanationTests.Assessed("2022", 6), .. ExplanationTests.Assessed("2023", 6)]);
        await rig.HandleAsync(1);

        (await rig.ResultsAsync("utanforskap", RegSO, "2022", 1)).Inputs.Single(i => i.Indicator == "turnout").Period.ShouldBe("2018", "four years");
        (await rig.ResultsAsync("utanforskap", RegSO, "2023", 1)).Inputs.Single(i => i.Indicator == "turnout").Period.ShouldBeNull("five years");
        (await rig.ResultsAsync("utanforskap", RegSO, "2022", 1)).Parts.Single(p => p.Id == "distance").Values[0].ShouldBe(-1, "four exceeded limits are one above stort and one below särskilt stort, which counts");
    }

    [Fact]
    public async Task Limits_bind_to_a_version_of_an_indicator_and_another_version_cannot_be_assessed()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Versions["crime-rate"] = 2;
        rig.Indicators.Release(1, "", ExplanationTests.Assessed("2022", 6));
        await rig.HandleAsync(1);

        (await rig.ResultsAsync("utanforskap", RegSO, "2022", 1)).Parts.Single(p => p.Id == "need-crime").Values.ShouldAllBe(v => v == null);
    }

    [Fact]
    public async Task Groups_are_sought_once_when_the_base_is_complete_and_frozen_then()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("grupper"));
        string[] features = ["tenure-rental", "tenure-owner-occupied", "mean-wage-income"];
        rig.Indicators.Release(1, "", [.. features.Select((f, j) => Column(f, RegSO, "2022", Clusters(j, 0)))]);
        rig.Indicators.Release(2, "", [.. features.Select((f, j) => Column(f, RegSO, "2021", Clusters(j, 0)))]);
        rig.Indicators.Release(3, "", Column(features[0], RegSO, "2021", Clusters(0, 30)));

        (await rig.HandleAsync(1)).Methods[0].Reason.ShouldBe("The groups are sought when 2021 has all inputs.");
        (await rig.HandleAsync(2)).Methods[0].Columns.Select(c => c.Period).ShouldBe(["2021", "2022"], "what waited for the groups comes with them");
        await rig.HandleAsync(3);

        var (first, second) = (await rig.ResultsAsync("grupper", RegSO, "2021", 2), await rig.ResultsAsync("grupper", RegSO, "2022", 3));
        first.Classes.Distinct().Count().ShouldBe(6);
        second.Classes.ShouldBe(first.Classes, "the same figures are in the same groups, whatever the base year's figures became");
        first.Parts.Single(p => p.Id == "margin").Values.ShouldAllBe(m => m > 0);
        await ShouldRecomputeAsync(rig, "grupper", RegSO, "2021", 2);
    }

    [Fact]
    public async Task A_group_changes_by_the_areas_own_figures_and_not_where_one_is_missing()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("grupper"));
        string[] features = ["tenure-rental", "tenure-owner-occupied", "mean-wage-income"];
        rig.Indicators.Release(1, "", [.. features.SelectMany((f, j) => new[] { Column(f, RegSO, "2021", Clusters(j, 0)), Column(f, RegSO, "2022", Clusters(j, 0)) })]);
        var figures = Clusters(0, 0);
        (figures[0], figures[1]) = ((figures[0].Item1, null), (figures[1].Item1, figures[1].Item2 + 1));
        rig.Indicators.Release(2, "", Column(features[0], RegSO, "2022", figures));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        var explanation = await ExplanationTests.ExplainAsync(rig, "grupper", new(RegSO, "2021", 2), new(RegSO, "2022", 2));

        explanation.Areas.Select(a => $"{a.Cause} {a.NotComparable}").ShouldBe([" not comparable: tenure-rental missing in one of the two", "Own "]);
    }

    [Fact]
    public async Task Segregation_is_told_for_municipalities_counties_and_the_nation()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("segregation-fodelseland"));
        rig.Indicators.Release(1, "",
            Column("born-abroad", RegSO, "2022", [.. Enumerable.Range(1, 12).Select(a => ($"0114R{a:000}", (double?)(a <= 6 ? 400 : 100))), ("0115R001", 50)]),
            Column("born-in-country", RegSO, "2022", [.. Enumerable.Range(1, 12).Select(a => ($"0114R{a:000}", (double?)(a <= 6 ? 100 : 400))), ("0115R001", 50)]));

        (await rig.HandleAsync(1)).Methods[0].Columns.Select(c => $"{c.Division} {c.Period}").ShouldBe(["Municipality 2022", "County 2022", "Nation 2022"]);

        var municipalities = await rig.ResultsAsync("segregation-fodelseland", "Municipality", "2022", 1);
        municipalities.Areas.ShouldBe(["0114", "0115"]);
        municipalities.Classes.ShouldAllBe(c => c == null, "segregation has no classes");
        municipalities.Index.ShouldBe([0.6, null], "|400/3000 − 100/3000| · 12 / 2; one area is too few");
        municipalities.Parts.Single(p => p.Id == "D/status").Values.ShouldBe([0, 1]);
        municipalities.Inputs[0].Division.ShouldBe(RegSO);
        (await rig.ResultsAsync("segregation-fodelseland", "Nation", "2022", 1)).Areas.ShouldBe(["00"]);
        await ShouldRecomputeAsync(rig, "segregation-fodelseland", "Municipality", "2022", 1);
    }

    [Fact]
    public async Task What_was_stored_comes_out_the_same_when_it_is_computed_again_also_after_the_method_changed()
    {
        await using var rig = await ClassificationRig.StartAsync();
        string[] parts = ["low-economic-standard", "compulsory-education", "assistance-or-unemployment"];
        rig.Indicators.Release(1, "",
            [.. parts.Select((p, i) => Column(p, RegSO, "2022", [.. Enumerable.Range(1, 40).Select(a => ($"0114R{a:000}", (double?)(a * (i + 1) % 17)))])),
                Column("population", RegSO, "2022", [.. Enumerable.Range(1, 40).Select(a => ($"0114R{a:000}", (double?)(1000 + a)))])]);
        rig.Indicators.Release(2, "", Column(parts[1], RegSO, "2022", [.. Enumerable.Range(1, 40).Select(a => ($"0114R{a:000}", (double?)(a % 5)))]));
        await rig.HandleAsync(1);
        var text = ClassificationRig.Methods("sei").All[0].Text.Replace("version: 2", "version: 3", StringComparison.Ordinal).Replace("cuts: [2, 1, 0, -1]", "cuts: [1.5, 1, 0, -1]", StringComparison.Ordinal);
        var changed = rig.With(new MethodCatalogue([MethodFile.Read("sei.yaml", text)]));
        await changed.HandleAsync(2);

        (await changed.ResultsAsync("sei", RegSO, "2022", 1)).Parts.Single(p => p.Id == "probability-chance").Values.ShouldAllBe(p => p > 0 && p <= 1);
        await ShouldRecomputeAsync(changed, "sei", RegSO, "2022", 1);
        await ShouldRecomputeAsync(changed, "sei", RegSO, "2022", 2);
    }

    private static async Task ShouldRecomputeAsync(ClassificationRig rig, string method, string division, string period, long release)
    {
        var stored = await rig.ResultsAsync(method, division, period, release);
        var again = await rig.With<Recomputation, ClassificationColumn?>(r => r.RunAsync(new ResultSeries(method, division, period), release, TestContext.Current.CancellationToken));
        System.Text.Json.JsonSerializer.Serialize(again, Contracts.WireJson.Options).ShouldBe(System.Text.Json.JsonSerializer.Serialize(stored, Contracts.WireJson.Options));
    }

    /// <summary>Sixty areas in six clusters.</summary>
    private static (string, double?)[] Clusters(int feature, double shift) =>
        [.. Enumerable.Range(0, 60).Select(a => ($"0114R{a + 1:000}", (double?)((((a % 6) >> feature) % 2 * 40) + (a % 6 * 7 * (feature + 1)) + (a / 6 * 0.1) + shift)))];
}
