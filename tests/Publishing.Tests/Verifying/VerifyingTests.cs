using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Tests.Verifying;

/// <summary>Publications computed again from their lineage.</summary>
public sealed class VerifyingTests
{
    [Fact]
    public async Task A_publication_that_comes_out_as_it_was_is_verified_and_shows_it()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var first = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2, null), VerifyingRig.Column("2023", 1, 1, 2));
        var second = await rig.PublishAsync(2, VerifyingRig.Column("2023", 1, 2, 2));

        var report = await rig.VerifyAsync(second);

        report.GetProperty("outcome").GetString().ShouldBe("verified", $"{report}");
        Columns(report).ShouldBe(["2023 2 equal-bytes"], "only what it brought");
        Columns(await rig.VerifyAsync(second, state: true)).ShouldBe(["2022 1 equal-bytes", "2023 2 equal-bytes"], "each as of the release that brought it");
        rig.Asked.Select(a => $"{a.AsOf} {string.Join(' ', a.Keys.Select(k => $"{k.Series}/{k.Period}"))}").ShouldBe(
            ["2 crime-rate/2023", "1 crime-rate/2022", "2 crime-rate/2023"], "its inputs too, where there were any");
        var (_, shown) = await rig.SendAsync(HttpMethod.Get, $"publications/{second}");
        shown.GetProperty("verification").GetProperty("outcome").GetString().ShouldBe("verified");
        (await rig.SendAsync(HttpMethod.Get, $"publications/{first}")).Answer.TryGetProperty("verification", out _).ShouldBeFalse("it never was");
        var (_, list) = await rig.SendAsync(HttpMethod.Get, $"publications/{second}/verifications");
        list.GetProperty("items").GetArrayLength().ShouldBe(1, "the clock stands, so the newer report is that of the same time");
    }

    [Fact]
    public async Task Only_operators_have_publications_computed_again()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var id = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2));

        (await rig.SendAsync(HttpMethod.Post, $"publications/{id}/verify")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await rig.SendAsync(HttpMethod.Get, "publications/nothing/verifications")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_area_that_was_changed_in_the_database_is_found_and_named()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var id = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2, 3));
        await rig.Host.ReadAsync(db => db.AreaResults.Where(r => r.Area == "0114R002")
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Class, 4).SetProperty(r => r.Needs, "crime"), TestContext.Current.CancellationToken));

        var column = Differing(await rig.VerifyAsync(id));

        Cells(column).ShouldBe(["0114R002 class 4 2", "0114R002 needs/crime 1 "]);
        column.GetProperty("areas").GetInt32().ShouldBe(1);
        column.GetProperty("reasons").EnumerateArray().Single().GetString().ShouldBe("What is kept has another hash than was published.");
    }

    [Fact]
    public async Task A_change_list_that_was_changed_in_the_database_is_found_and_named()
    {
        await using var rig = await VerifyingRig.StartAsync();
        await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2, 3));
        var id = await rig.PublishAsync(2, VerifyingRig.Column("2022", 1, 3, 3), VerifyingRig.Column("2023", 1, 3, 4));
        (await rig.VerifyAsync(id)).GetProperty("outcome").GetString().ShouldBe("verified");
        await ChangeAsync("2023", set => set.SetProperty(c => c.Explanation, "{}"));
        (await rig.VerifyAsync(id)).GetProperty("columns")[1].GetProperty("reasons").EnumerateArray().Single().GetString().ShouldBe(
            "What made 1 area change comes out otherwise than was published, first of 0114R003.");

        await ChangeAsync("2022", set => set.SetProperty(c => c.ClassBefore, 9));
        await rig.Host.ReadAsync(db => db.AreaChanges.Where(c => c.Period == "2023").ExecuteDeleteAsync(TestContext.Current.CancellationToken));

        var columns = (await rig.VerifyAsync(id)).GetProperty("columns");
        Cells(columns[0]).ShouldBe(["0114R002 change/class-before 9 2"]);
        Cells(columns[1]).ShouldBe(["0114R003 change  1"], "the entry is not there any more");

        Task<int> ChangeAsync(string period, Action<UpdateSettersBuilder<AreaChange>> set) =>
            rig.Host.ReadAsync(db => db.AreaChanges.Where(c => c.Period == period).ExecuteUpdateAsync(set, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_comes_out_otherwise_is_told_by_area_and_part()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var column = VerifyingRig.Column("2022", 1, 2, 3);
        var id = await rig.PublishAsync(1, column);
        rig.ComesOut(1, column with
        {
            Areas = [.. column.Areas.Take(2), "0114R009"],
            Parts = [column.Parts[0], new PartColumn("distance", [0, double.BitIncrement(1 / 3.0), 2 / 3.0])],
        });

        var differing = Differing(await rig.VerifyAsync(id));

        differing.GetProperty("areas").GetInt32().ShouldBe(3, "one bit, one that is gone and one that came");
        Cells(differing)[0].ShouldStartWith("0114R002 part/distance ");
        Cells(differing).ShouldContain("0114R003 area 1 ");
        Cells(differing).ShouldContain("0114R009 area  1");
    }

    [Fact]
    public async Task Other_limits_or_inputs_than_were_published_are_told()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var column = VerifyingRig.Column("2022", 1, 2, 3);
        var id = await rig.PublishAsync(1, column);
        rig.ComesOut(1, column with { Limits = [0.5], Inputs = [column.Inputs[0] with { Version = 2 }], Version = 2 });

        Differing(await rig.VerifyAsync(id)).GetProperty("reasons").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Across_engines_values_are_compared_instead_of_bytes()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var column = VerifyingRig.Column("2022", 1, 2, 3);
        var id = await rig.PublishAsync(1, column);
        await rig.Host.ReadAsync(db => db.PublishedColumns.ExecuteUpdateAsync(set => set.SetProperty(c => c.Engine, "0"), TestContext.Current.CancellationToken));
        rig.ComesOut(1, column with { Index = [.. column.Index.Select(v => (double?)double.BitIncrement(v!.Value))] });

        var report = await rig.VerifyAsync(id);

        report.GetProperty("outcome").GetString().ShouldBe("verified");
        Columns(report).ShouldBe(["2022 1 equal-values"], "the last bit is another, and the engine is");
        rig.ComesOut(1, column with { Index = [column.Index[0], column.Index[1] + 0.001, column.Index[2]] });
        Cells(Differing(await rig.VerifyAsync(id))).ShouldHaveSingleItem().ShouldStartWith("0114R002 index ");
    }

    [Fact]
    public async Task What_another_engine_tells_beside_what_was_published_is_no_difference()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var column = VerifyingRig.Column("2022", 1, 2, 3);
        var id = await rig.PublishAsync(1, column);
        rig.ComesOut(1, column with { Parts = [.. column.Parts, new("class-lowest", [1, 2, 3])] });

        Differing(await rig.VerifyAsync(id)).GetProperty("cells").GetArrayLength().ShouldBe(3, "one engine tells the same always");
        await rig.Host.ReadAsync(db => db.PublishedColumns.ExecuteUpdateAsync(set => set.SetProperty(c => c.Engine, "0"), TestContext.Current.CancellationToken));
        Columns(await rig.VerifyAsync(id)).ShouldBe(["2022 1 equal-values"]);
        rig.ComesOut(1, column with { Parts = column.Parts.Take(1).ToList() });
        Cells(Differing(await rig.VerifyAsync(id))).Count.ShouldBe(3, "what was published is told no longer");
    }

    [Fact]
    public async Task Within_an_engine_the_last_bit_counts()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var column = VerifyingRig.Column("2022", 1, 2, 3);
        var id = await rig.PublishAsync(1, column);
        rig.ComesOut(1, column with { Index = [column.Index[0], double.BitIncrement(column.Index[1]!.Value), column.Index[2]] });

        Cells(Differing(await rig.VerifyAsync(id))).ShouldHaveSingleItem().ShouldStartWith("0114R002 index ");
    }

    [Fact]
    public async Task What_cannot_be_computed_again_is_told_with_the_reason()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var id = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2));
        rig.Problem = "Version 1 of assessed was never used here.";

        var report = await rig.VerifyAsync(id);

        (report.GetProperty("outcome").GetString(), report.GetProperty("verified").GetBoolean()).ShouldBe(("not-recomputable", false));
        report.GetProperty("columns")[0].GetProperty("reasons")[0].GetString().ShouldBe(rig.Problem);
    }

    [Fact]
    public async Task Inputs_that_come_out_otherwise_are_told_though_the_results_come_out()
    {
        await using var rig = await VerifyingRig.StartAsync();
        var id = await rig.PublishAsync(1, VerifyingRig.Column("2022", 1, 2));
        rig.Indicators.Add(new RecomputedDifference("crime-rate", VerifyingRig.Division, "2022", 1, "0114R002"));

        (await rig.VerifyAsync(id)).GetProperty("outcome").GetString().ShouldBe("differs");

        rig.Indicators.Clear();
        rig.IndicatorsProblem = "No definition of crime-rate was in use at release 1.";
        var report = await rig.VerifyAsync(id);
        report.GetProperty("outcome").GetString().ShouldBe("not-recomputable");
        report.GetProperty("indicators")[0].GetProperty("problem").GetString().ShouldBe(rig.IndicatorsProblem);
    }

    private static List<string> Columns(JsonElement report) => [.. report.GetProperty("columns").EnumerateArray()
        .Select(c => $"{c.GetProperty("period")} {c.GetProperty("release")} {c.GetProperty("outcome")}")];

    private static JsonElement Differing(JsonElement report)
    {
        report.GetProperty("outcome").GetString().ShouldBe("differs", $"{report}");
        return report.GetProperty("columns").EnumerateArray().Single();
    }

    private static List<string> Cells(JsonElement column) => [.. column.GetProperty("cells").EnumerateArray()
        .Select(c => $"{c.GetProperty("area")} {c.GetProperty("part")} {c.GetProperty("published")} {c.GetProperty("recomputed")}")];
}
