using System.Text.Json;
using Spectre.Console;
using Utanforskap.Console.Verifying;

namespace Utanforskap.Console.Tests;

public sealed class VerifyRunTests
{
    [Fact]
    public async Task A_publication_that_comes_out_is_told_column_by_column()
    {
        await using var fake = await FakeRun.StartAsync();
        fake.Verifications["p1"] = "verified";

        var (verified, said) = await VerifyAsync(fake, "p1");

        verified.ShouldBeTrue();
        said.ShouldContain("sei 1.0.0 (p1) verified in 1.3 s, engine 1");
        said.ShouldContain("RegSO2020");
        said.ShouldContain("equal bytes");
    }

    [Fact]
    public async Task What_differs_is_named_with_both_values()
    {
        await using var fake = await FakeRun.StartAsync();
        fake.Verifications["p1"] = "differs";

        var (verified, said) = await VerifyAsync(fake, "p1");

        verified.ShouldBeFalse();
        said.ShouldContain("RegSO2020 2023: 0114R001 class: 3 is published, nothing comes out");
        said.ShouldContain("employment RegSO2020 2023: 2 areas come out otherwise than kept, first 0114R002");
    }

    [Fact]
    public async Task All_are_verified_oldest_first_and_one_that_cannot_be_is_no_success()
    {
        await using var fake = await FakeRun.StartAsync();
        (fake.Verifications["p1"], fake.Verifications["p2"], fake.Verifications["p3"]) = ("verified", "not-recomputable", "verified");

        var (verified, said) = await VerifyAsync(fake, null);

        verified.ShouldBeFalse();
        fake.Calls.Where(c => c.StartsWith("POST", StringComparison.Ordinal)).ShouldBe([.. new[] { "p1", "p2", "p3" }.Select(id => $"POST /api/v1/publications/{id}/verify")]);
        said.ShouldContain("RegSO2020 2023: Version 2 of sei was never used here.");
        said.ShouldContain("2 of 3 publications come out as they were published.");
    }

    [Fact]
    public async Task As_json_it_is_the_report_and_nothing_else()
    {
        await using var fake = await FakeRun.StartAsync();
        (fake.Verifications["p1"], fake.Verifications["p2"]) = ("verified", "differs");
        using var json = new StringWriter();

        var (verified, said) = await VerifyAsync(fake, "p2", json);

        (verified, said).ShouldBe((false, ""));
        JsonDocument.Parse(json.ToString()).RootElement.GetProperty("columns")[0].GetProperty("areas").GetInt32().ShouldBe(1);
        using var list = new StringWriter();
        await VerifyAsync(fake, null, list);
        JsonDocument.Parse(list.ToString()).RootElement.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_publication_that_is_not_there_is_told_with_what_to_do()
    {
        await using var fake = await FakeRun.StartAsync();

        (await Should.ThrowAsync<UtanException>(() => VerifyAsync(fake, "none"))).Message.ShouldContain("./utan verify --all");
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify p1 --all")]
    public void Either_one_is_named_or_all_are_asked_for(string line) =>
        CommandLine.Create(AnsiConsole.Console).Parse(line).Errors.ShouldHaveSingleItem().Message.ShouldContain("--all");

    private static async Task<(bool Verified, string Said)> VerifyAsync(FakeRun fake, string? publication, TextWriter? json = null)
    {
        var said = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(said) });
        console.Profile.Width = 1000;
        using var run = new VerifyRun(new VerifyStory(console), fake.State);
        return (await run.RunAsync(publication, wholeState: false, json, TestContext.Current.CancellationToken), said.ToString());
    }
}
