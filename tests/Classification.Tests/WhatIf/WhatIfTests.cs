using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Tests.Explaining;
using Utanforskap.Classification.Tests.Reclassifying;
using Utanforskap.Classification.WhatIf;
using Utanforskap.Contracts.Reading;
using Microsoft.EntityFrameworkCore;
using static Utanforskap.Testing.ColumnSource;

namespace Utanforskap.Classification.Tests.WhatIf;

/// <summary>A method tried with another definition over the figures of a release, on a real database.</summary>
public sealed class WhatIfTests
{
    private const string RegSO = "RegSO2020";
    private static readonly string[] Parts = ["low-economic-standard", "compulsory-education", "assistance-or-unemployment"];

    private static string Sei => ClassificationRig.Methods("sei").All[0].Text;

    [Fact]
    public async Task What_is_tried_is_what_the_method_says_once_it_is_changed_and_nothing_is_stored_before()
    {
        await using var rig = await SeiAsync();
        var rows = await rig.RowsAsync();

        var byChange = await AskAsync(rig, "sei", ("limit.type", "1.5,1,0.25,-1"));
        var text = Sei.Replace("cuts: [2, 1, 0, -1]", "cuts: [1.5, 1, 0.25, -1]", StringComparison.Ordinal);
        var byDefinition = await AskAsync(rig, "sei", text);

        (await rig.RowsAsync()).ShouldBe(rows);
        (await rig.With<ClassificationDb, int>(db => db.ResultVersions.CountAsync())).ShouldBe(1, "what was tried leaves no trace");
        var before = await rig.ResultsAsync("sei", RegSO, "2022", 1);
        var changed = rig.With(new MethodCatalogue([MethodFile.Read("sei.yaml", text.Replace("version: 2", "version: 3", StringComparison.Ordinal))]));
        rig.Indicators.Release(2, "", Column("other", RegSO, "2022", ("0114R001", 1)));
        await changed.HandleAsync(2);
        var after = await changed.ResultsAsync("sei", RegSO, "2022", 2);
        byChange.LimitsBefore.ShouldBe(before.Limits);
        byChange.LimitsAfter.ShouldBe(after.Limits);
        byChange.Areas.Select(a => $"{a.Area} {a.ClassBefore} {a.ClassAfter}").ShouldBe(before.Areas.Index()
            .Where(a => before.Classes[a.Index] != after.Classes[a.Index]).Select(a => $"{a.Item} {before.Classes[a.Index]} {after.Classes[a.Index]}"));
        byChange.Areas.Count.ShouldBeGreaterThan(0);
        byChange.Classes.Select(c => (c.Class, c.After)).ShouldBe(Enumerable.Range(1, 5).Select(c => ((int?)c, after.Classes.Count(a => a == c))));
        byDefinition.Areas.ShouldBe(byChange.Areas, "a definition that says the same gives the same");
    }

    [Fact]
    public async Task Weights_count_as_they_are_given()
    {
        await using var rig = await SeiAsync();

        var answer = await AskAsync(rig, "sei", ("weight.index.V1", "2"), ("weight.index.V3", "0"));

        var one = answer.Areas.Single(a => a.Area == "0114R005");
        one.IndexBefore!.Value.ShouldBe((5 + 10 + 15) / 3.0, 1e-12);
        one.IndexAfter!.Value.ShouldBe(((2 * 5) + 10) / 3.0, 1e-12);
    }

    [Fact]
    public async Task The_same_definition_differs_nowhere()
    {
        await using var rig = await SeiAsync();

        (await AskAsync(rig, "sei", ("weight.index.V1", "1"))).Areas.ShouldBeEmpty();
        (await AskAsync(rig, "sei", Sei)).Areas.ShouldBeEmpty();
    }

    [Fact]
    public async Task Counts_and_limits_of_an_assessment_change_classes_and_needs()
    {
        await using var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("utanforskap"));
        rig.Indicators.Release(1, "", ExplanationTests.Assessed("2022", 6));
        await rig.HandleAsync(1);
        var before = await rig.ResultsAsync("utanforskap", RegSO, "2022", 1);

        var fewer = await AskAsync(rig, "utanforskap", ("count.particularly-large", "4"));
        var wider = await AskAsync(rig, "utanforskap", ("limit.need-crime", "5"));

        (before.Classes[0], before.Index[0]).ShouldBe((null, 4), "four of five known, so five may be reached or not");
        fewer.Areas.Select(a => $"{a.Area} {a.ClassBefore} {a.ClassAfter}").ShouldBe(["0114R001  1"], "four are there already");
        wider.Areas.ShouldHaveSingleItem().NeedsBefore!.Yes.ShouldContain("crime");
        wider.Areas[0].NeedsAfter!.Yes.ShouldNotContain("crime", "nobody is five deviations above the mean");
        wider.Areas[0].NeedsAfter!.Open.ShouldBe(["turnout"]);
    }

    [Theory]
    [InlineData("weight.index.V4", "1", "did you mean \"weight.index.V")]
    [InlineData("limit.index", "1", "There is no limit.index")]
    [InlineData("count.type", "1", "There is no count.type")]
    [InlineData("weight", "1", "There is no weight")]
    [InlineData("weight.index.V1", "1,5", "a number with a decimal point")]
    [InlineData("weight.index.V1", "NaN", "a number with a decimal point")]
    [InlineData("limit.type", "2,1,0", "4 numbers with commas between")]
    [InlineData("limit.type", "2,3,0,-1", "each lower than the one before")]
    public async Task A_change_that_cannot_be_is_told_with_its_parameter(string parameter, string value, string said)
    {
        await using var rig = await SeiAsync();

        var problem = await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", (parameter, value)));

        problem.Message.ShouldContain(said);
        problem.Parameter.ShouldBe(parameter);
    }

    [Fact]
    public async Task Without_a_change_it_is_told_what_can_be_changed_and_what_it_is_now()
    {
        await using var rig = await SeiAsync();

        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", changes: []))).Allowed.ShouldBe(
            ["weight.index.V1=1", "weight.index.V2=1", "weight.index.V3=1", "limit.type=2,1,0,-1"]);
    }

    [Fact]
    public async Task Weights_that_leave_nothing_are_told_by_the_engines_words()
    {
        await using var rig = await SeiAsync();

        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", ("weight.index.V1", "0"), ("weight.index.V2", "0"), ("weight.index.V3", "0"))))
            .Message.ShouldContain("sum to zero");
    }

    [Fact]
    public async Task An_uploaded_definition_reads_indicators_that_exist_and_its_mistakes_have_places()
    {
        await using var rig = await SeiAsync();
        var text = Sei.Replace("column: compulsory-education", "column: compulsory-educatio", StringComparison.Ordinal);
        var line = text.Split('\n').Index().Single(l => l.Item.Contains("compulsory-educatio,", StringComparison.Ordinal)).Index + 1;

        var problem = await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", text));

        var mistake = problem.Mistakes.ShouldNotBeNull().ShouldHaveSingleItem();
        (mistake.Line, mistake.Message).ShouldBe((line, $"there is no indicator \"compulsory-educatio\"; did you mean \"compulsory-education\"? Expected one of {string.Join(", ", Parts.Order(StringComparer.Ordinal))}"));
    }

    [Theory]
    [InlineData("[", "not YAML")]
    [InlineData("id: x", "exactly one of")]
    public async Task What_is_no_definition_is_told_with_line_and_column(string text, string said)
    {
        await using var rig = await SeiAsync();

        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", text))).Mistakes.ShouldNotBeNull().ShouldContain(m => m.Message.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_definition_to_try_is_bounded()
    {
        await using var rig = await SeiAsync();
        var series = string.Concat(Enumerable.Range(0, 201).Select(i => $"    more-{i}: {{ from: V1 }}\n"));

        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", Sei + new string('\n', UploadedMethod.LongestText)))).Message.ShouldContain("at most 65536 characters");
        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "sei", Sei.Replace("  series:\n", "  series:\n" + series, StringComparison.Ordinal)))).Message.ShouldContain("at most 200 series; this one has 203");
    }

    [Fact]
    public async Task Only_an_index_can_be_tried_and_only_where_the_method_has_results()
    {
        await using var rig = await ClassificationRig.StartAsync();
        rig.Indicators.Release(1, "", Column("official-type", RegSO, "2022", ("0114R001", 1), ("0114R002", 2)));
        await rig.HandleAsync(1);

        (await Should.ThrowAsync<WhatIfProblem>(() => AskAsync(rig, "scb-omradestyp", ("limit.type", "1")))).Message.ShouldContain("computes no index");
        (await rig.With<WhatIfComputation, WhatIfAnswer?>(w => w.RunAsync(new WhatIfRequest("sei", RegSO, "2022", 1, [], null), TestContext.Current.CancellationToken))).ShouldBeNull();
    }

    private static async Task<ClassificationRig> SeiAsync()
    {
        var rig = await ClassificationRig.StartAsync(ClassificationRig.Methods("sei"));
        rig.Indicators.Release(1, "", [.. Parts.Select((part, i) => Column(part, RegSO, "2022", [.. Enumerable.Range(1, 40).Select(a => ($"0114R{a:000}", (double?)(a * (i + 1) % 17)))]))]);
        await rig.HandleAsync(1);
        return rig;
    }

    private static Task<WhatIfAnswer> AskAsync(ClassificationRig rig, string method, params (string Parameter, string Value)[] changes) =>
        AskAsync(rig, new WhatIfRequest(method, RegSO, "2022", 1, [.. changes.Select(c => new WhatIfChange(c.Parameter, c.Value))], null));

    private static Task<WhatIfAnswer> AskAsync(ClassificationRig rig, string method, string definition) =>
        AskAsync(rig, new WhatIfRequest(method, RegSO, "2022", 1, null, definition));

    private static async Task<WhatIfAnswer> AskAsync(ClassificationRig rig, WhatIfRequest request) =>
        (await rig.With<WhatIfComputation, WhatIfAnswer?>(w => w.RunAsync(request, TestContext.Current.CancellationToken))).ShouldNotBeNull();
}
