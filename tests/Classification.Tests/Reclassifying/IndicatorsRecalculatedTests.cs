using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Messages;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Classification.Tests.Reclassifying;

public sealed class IndicatorsRecalculatedTests
{
    private const string RegSO = "RegSO2020";
    private static readonly string[] Parts = ["low-economic-standard", "compulsory-education", "assistance-or-unemployment"];

    [Fact]
    public async Task A_published_type_goes_on_with_the_population_known_by_then()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("population", RegSO, "2022", ("0114R001", 1000), ("0114R002", 2000)));
        rig.Indicators.Release(2, "", Column("official-type", RegSO, "2022", ("0114R001", 4), ("0114R002", 5)));

        var first = await rig.HandleAsync(1);
        var second = await rig.HandleAsync(2);

        Told(first).ShouldBe(["scb-omradestyp Unchanged", "sei Unchanged"]);
        first.Methods[0].Reason.ShouldBe("RegSO2020 2022 has no official-type.");
        Told(second).ShouldBe(["scb-omradestyp Published RegSO2020 2022 areas 2 classes 2 first", "sei Unchanged"]);
        second.Methods[1].Reason.ShouldBe("Release 2 changed none of its inputs.");
        var results = await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 2);
        results.Classes.ShouldBe([4, 5]);
        results.Population.ShouldBe([1000, 2000]);
        results.Index.ShouldBe([null, null]);
    }

    [Fact]
    public async Task A_late_population_changes_results_but_no_class()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", ("0114R001", 4), ("0114R002", 5)));
        rig.Indicators.Release(2, "", Column("population", RegSO, "2022", ("0114R001", 1000), ("0114R002", null)));
        rig.Indicators.Release(3, "", Column("population", RegSO, "2022", ("0114R001", 1000), ("0114R002", 7)));
        await rig.HandleAsync(1);
        await rig.HandleAsync(2);

        Told(await rig.HandleAsync(3))[0].ShouldBe("scb-omradestyp Published RegSO2020 2022 areas 1 classes 0");
        (await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 2)).Population.ShouldBe([1000, null]);
        (await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 3)).Population.ShouldBe([1000, 7]);
    }

    [Fact]
    public async Task The_index_waits_for_all_its_parts()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column(Parts[0], RegSO, "2022", Areas(1, 2, 3, 4, 30)), Column(Parts[1], RegSO, "2022", Areas(1, 2, 3, 4, 30)));
        rig.Indicators.Release(2, "", Column(Parts[2], RegSO, "2022", Areas(1, 2, 3, 4, 30)));
        rig.Indicators.Release(3, "", [.. Parts.Select(p => Column(p, RegSO, "2023", Areas(1, 2, 3, 4, 5)))]);

        (await rig.HandleAsync(1)).Methods[1].Reason.ShouldBe("RegSO2020 2022 has no assistance-or-unemployment.");
        Told(await rig.HandleAsync(2))[1].ShouldBe("sei Published RegSO2020 2022 areas 5 classes 5 first");
        Told(await rig.HandleAsync(3))[1].ShouldBe("sei Published RegSO2020 2023 areas 5 classes 5 first");

        var y2022 = await rig.ResultsAsync("sei", RegSO, "2022", 3);
        var y2023 = await rig.ResultsAsync("sei", RegSO, "2023", 3);
        y2022.Index.ShouldBe([1, 2, 3, 4, 30]);
        // 2022: m 8, s 11.05. 2023: m 3, s 1.41.
        y2022.Classes.ShouldBe([4, 4, 4, 4, 2]);
        y2023.Classes.ShouldBe([5, 4, 3, 3, 2]);
    }

    [Fact]
    public async Task A_revision_of_one_area_is_told_and_the_earlier_picture_stays()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "", Column(Parts[0], RegSO, "2022", Areas(10, 2, 3, 4, 5)));
        rig.Indicators.Release(3, "", Column(Parts[0], RegSO, "2022", Areas(1, 2, 3, 4, 5)));
        await rig.HandleAsync(1);

        Told(await rig.HandleAsync(2))[1].ShouldBe("sei Published RegSO2020 2022 areas 3 classes 3");
        await rig.HandleAsync(3);

        var second = await rig.ResultsAsync("sei", RegSO, "2022", 2);
        second.Index.ShouldBe([4, 2, 3, 4, 5]);
        // m 3.6, s 1.02 instead of m 3, s 1.41.
        second.Classes.ShouldBe([3, 5, 4, 3, 2]);
        (await rig.ResultsAsync("sei", RegSO, "2022", 1)).Classes.ShouldBe([5, 4, 3, 3, 2]);
        (await rig.ResultsAsync("sei", RegSO, "2022", 3)).Classes.ShouldBe([5, 4, 3, 3, 2], "it ends as it began");
    }

    [Fact]
    public async Task A_result_that_a_check_refuses_leaves_the_one_before_and_is_tried_again_when_inputs_change()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", ("0114R001", 4), ("0114R002", 5)));
        rig.Indicators.Release(2, "", Column("official-type", RegSO, "2022", ("0114R001", 4), ("0114R002", 6)), Column("official-type", RegSO, "2023", ("0114R001", 1), ("0114R002", 2)));
        rig.Indicators.Release(3, "");
        rig.Indicators.Release(4, "", Column("official-type", RegSO, "2022", ("0114R001", 3), ("0114R002", 5)));
        await rig.HandleAsync(1);

        var refused = (await rig.HandleAsync(2)).Methods[0];
        var untouched = (await rig.HandleAsync(3)).Methods[0];

        (refused.Outcome, refused.Reason).ShouldBe((Outcome.Refused, "RegSO2020 2022: 0114R002 has the published class 6, which is none of 1 to 5."));
        (untouched.Outcome, untouched.Reason).ShouldBe((Outcome.Unchanged, "Release 3 changed none of its inputs; the result of release 2 stays refused."));
        (await rig.ResultsAsync("scb-omradestyp", RegSO, "2022", 3)).Classes.ShouldBe([4, 5]);
        Told(await rig.HandleAsync(4))[0].ShouldBe(
            "scb-omradestyp Published RegSO2020 2022 areas 1 classes 1 RegSO2020 2023 areas 2 classes 2 first", "the period that was refused with it comes too");
    }

    [Fact]
    public async Task A_held_indicator_holds_the_methods_that_need_it_and_they_catch_up_when_it_is_free()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "", Column(Parts[0], RegSO, "2022", Areas(10, 2, 3, 4, 5)), Column("official-type", RegSO, "2022", Areas(1, 2, 3, 4, 5)));
        rig.Indicators.Release(3, "");
        await rig.HandleAsync(1);

        var held = await rig.HandleAsync(2, [new HeldIndicator(Parts[1], "because")]);
        Told(held).ShouldBe(["scb-omradestyp Published RegSO2020 2022 areas 5 classes 5 first", "sei Held"], "the other method goes on");
        held.Methods[1].Reason.ShouldBe("compulsory-education is held: because");
        var free = await rig.HandleAsync(3);
        Told(free).ShouldBe(["scb-omradestyp Unchanged", "sei Unchanged"]);
        CaughtUp(free).ShouldBe(["2 sei Published RegSO2020 2022 areas 3 classes 3"], "what came while it was held is told as of its release");
    }

    [Fact]
    public async Task A_method_that_fails_is_held_until_an_operator_acts_and_stops_no_other()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
        rig.Indicators.Release(2, "", Column(Parts[0], RegSO, "2022", Areas(2, 2, 3, 4, 5)), Column("official-type", RegSO, "2022", Areas(1, 2, 3, 4, 5)));
        rig.Indicators.Release(3, "", Column(Parts[0], RegSO, "2022", Areas(10, 2, 3, 4, 5)));
        rig.Indicators.Release(4, "");
        await rig.HandleAsync(1);

        rig.Indicators.Disordered.Add(Parts[0]);
        var failed = await rig.HandleAsync(2);
        Told(failed).ShouldBe(["scb-omradestyp Published RegSO2020 2022 areas 5 classes 5 first", "sei Failed"]);
        failed.Methods[1].Reason!.ShouldContain("area 0114R004 does not come after 0114R005");
        rig.Indicators.Disordered.Clear();
        Told(await rig.HandleAsync(3))[1].ShouldBe("sei Held");
        await rig.With<ClassificationDb, int>(db => db.Holds.ExecuteUpdateAsync(h => h.SetProperty(x => x.RetryAsked, true)));
        var free = await rig.HandleAsync(4);
        Told(free)[1].ShouldBe("sei Unchanged");
        CaughtUp(free).ShouldBe(["2 sei Published RegSO2020 2022 areas 2 classes 1", "3 sei Published RegSO2020 2022 areas 2 classes 2"]);
    }

    [Fact]
    public async Task A_kill_before_the_commit_and_a_source_that_is_away_change_nothing_in_the_end()
    {
        await using var rig = await ClassificationRig.StartAsync();
        await using var straight = await ClassificationRig.StartAsync();
        foreach (var source in new[] { rig.Indicators, straight.Indicators })
        {
            source.Release(1, "", [.. Parts.Select(p => Column(p, RegSO, "2022", Areas(1, 2, 3, 4, 5)))]);
            source.Release(2, "", Column(Parts[0], RegSO, "2022", Areas(10, 2, 3, 4, 5)), Column("population", RegSO, "2022", Areas(1, 2, 3, 4, 5)));
        }

        await Should.ThrowAsync<NotSupportedException>(() => rig.HandleAsync(1, beforeCommit: () => throw new NotSupportedException("killed")));
        (await rig.RowsAsync()).ShouldBeEmpty();
        rig.Indicators.Faults = 1;
        await Should.ThrowAsync<HttpRequestException>(() => rig.HandleAsync(1));
        var outcomes = new List<(MethodOutcome, MethodOutcome)>();
        foreach (var release in new[] { 1L, 2L })
        {
            outcomes.AddRange((await rig.HandleAsync(release)).Methods.Zip((await straight.HandleAsync(release)).Methods));
        }

        (await rig.RowsAsync()).ShouldBe(await straight.RowsAsync(), "the same releases give the same bytes");
        rig.Sent.ShouldBe(straight.Sent, "and the same message ids");
        outcomes.ShouldAllBe(o => o.Item1.RunId == o.Item2.RunId);
    }

    [Fact]
    public async Task A_new_version_of_a_method_is_computed_for_every_period_at_the_next_release()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", [.. from part in Parts from year in new[] { "2021", "2022" } select Column(part, RegSO, year, Areas(1, 2, 3, 4, 5))]);
        rig.Indicators.Release(2, "");
        rig.Indicators.Release(3, "");
        await rig.HandleAsync(1);

        var changed = await rig.With(Sei(version: 3, cuts: [1.3, 1, 0, -1])).HandleAsync(2);
        Told(changed).ShouldBe(["sei Published RegSO2020 2021 areas 1 classes 1 RegSO2020 2022 areas 1 classes 1"]);
        (await rig.ResultsAsync("sei", RegSO, "2022", 2)).Version.ShouldBe(3);
        (await rig.ResultsAsync("sei", RegSO, "2022", 1)).Version.ShouldBe(2);

        (await rig.With(Sei(version: 3, cuts: [3, 1, 0, -1])).HandleAsync(3)).Methods[0].Reason!.ShouldContain("without a new version");
    }

    private static MethodCatalogue Sei(int version, double[] cuts)
    {
        var text = MethodCatalogue.Load("Methods").Find("sei")!.Text.Replace("version: 2", $"version: {version}", StringComparison.Ordinal)
            .Replace("cuts: [2, 1, 0, -1]", $"cuts: [{string.Join(", ", cuts.Select(c => c.ToString(CultureInfo.InvariantCulture)))}]", StringComparison.Ordinal);
        return new([MethodFile.Read("sei.yaml", text)]);
    }

    private static (string, double?)[] Areas(params double[] values) => [.. values.Select((v, i) => ($"0114R00{i + 1}", (double?)v))];

    private static List<string> Told(AreasClassified message) => [.. message.Methods.Select(Told)];

    private static List<string> CaughtUp(AreasClassified message) => [.. message.CaughtUp.Select(c => $"{c.Release} {Told(c.Outcome)}")];

    private static string Told(MethodOutcome outcome) => string.Join(' ',
        [$"{outcome.Method} {outcome.Outcome}", .. outcome.Columns.Select(c => $"{c.Division} {c.Period} areas {c.Areas} classes {c.Classes}{(c.First ? " first" : "")}")]);
}
