using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Boundaries;

/// <summary>Borders as releases: from a WFS, and through the intake.</summary>
[Trait("Category", "Slow")]
public sealed class BoundaryReleaseTests
{
    [Fact]
    public async Task Borders_are_watched_kept_and_read_as_they_were_known_and_a_division_can_be_there_before_its_borders()
    {
        await using var source = await SourceSimulator.StartAsync("sample", "Areas=400");
        await using var service = await RunningIngestion.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "Registers", "alvmark"),
            ("Sources:alvmark:Url", source.Api), ("Sources:alvmark-geodata:Url", source.Wfs), ("Sources:FirstDelay", "00:00:00.050"),
            ("Watching:Enabled", "true"), ("Watching:AlwaysOpen", "true"), ("Watching:Interval", "00:00:00.200"), ("Watching:FullRead", "00:00:00.500"));

        var first = await ReleaseOf(service, "borders-alvreg-2018");
        await ReleaseOf(service, "borders-alvdel-2018");
        while (await source.ReleaseAsync("ALV002") is not null)
        {
            // The third release, a week before the borders of 2023, has figures on both divisions.
        }

        await RunningIngestion.UntilAsync(
            async () => (await Status(service, "borders-alvreg-2023")).Release is not null, "the borders come with the first release after their day");
        var changes = await service.GetAsync<DivisionChangeRecord>("/divisions/AlvReg2018/changes/AlvReg2023");
        changes.Before.Count.ShouldBe(400);
        changes.Before.Select(a => a.Kind).Distinct().ShouldBe(["unchanged", "changed-border", "split", "merged", "renamed"], ignoreOrder: true);
        changes.After.ShouldAllBe(a => Math.Abs(a.Others.Sum(o => o.Share) - 1) < 1e-9);

        using var early = await service.Http.GetAsync($"/divisions/AlvReg2018/changes/AlvReg2023?asOf={first}", RunningIngestion.Stop);
        early.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await early.Content.ReadAsStringAsync(RunningIngestion.Stop)).ShouldContain("The borders of AlvReg2023 are not known yet.");
        (await service.GetAsync<List<KnownBoundaries>>($"/boundaries?asOf={first}")).ShouldNotContain(b => b.Division == "AlvReg2023");
        (await service.GetAsync<List<KnownBoundaries>>("/boundaries")).Single(b => b.Division == "AlvReg2018").Areas.ShouldBe(400);

        var layer = await service.GetAsync<JsonElement>("/boundaries/AlvReg2018");
        layer.GetProperty("features").GetArrayLength().ShouldBe(400);
        var code = layer.GetProperty("features")[0].GetProperty("properties").GetProperty("code").GetString()!;
        var municipality = await service.GetAsync<JsonElement>($"/boundaries/AlvReg2018?municipality={code[..4]}");
        var beginning = $"AlvReg2018/{code[..4]}";
        municipality.GetProperty("features").EnumerateArray().ShouldAllBe(f => f.GetProperty("id").GetString()!.StartsWith(beginning, StringComparison.Ordinal));

        await RunningIngestion.UntilAsync(async () => (await Status(service, "borders-alvreg-2018")).LastOutcome == "unchanged", "the layer is read again, and is the same");
        (await service.QueryAsync(db => db.Releases.CountAsync(r => r.Register == "borders-alvreg-2018", RunningIngestion.Stop))).ShouldBe(1);
        (await service.GetAsync<ReleaseChanges>($"/releases/{first}/changes")).Columns.ShouldBeEmpty("borders are no measure: the stages after end the release as unchanged");
        (await service.Http.GetStringAsync($"/releases/{first}/raw", RunningIngestion.Stop)).ShouldStartWith("{\"type\":\"FeatureCollection\"");
    }

    [Fact]
    public async Task A_layer_that_the_source_never_had_is_absent_and_one_without_an_address_is_not_watched()
    {
        await using var source = await SourceSimulator.StartAsync("sample", "Areas=20");
        await using var service = await RunningIngestion.StartAsync(
            Path.Combine(AppContext.BaseDirectory, "Registers", "alvmark"),
            ("Sources:alvmark:Url", source.Api), ("Sources:alvmark-geodata:Url", source.Wfs), ("Watching:Enabled", "true"), ("Watching:AlwaysOpen", "true"),
            ("Watching:Interval", "00:00:00.200"), ("Watching:FullRead", "00:00:00.500"));

        await RunningIngestion.UntilAsync(async () => (await Status(service, "borders-alvreg-2023")).AbsentSince is not null, "it should be told absent");
        (await Status(service, "borders-alvreg-2023")).Absence!.ShouldContain("has had no table stat:AlvReg_2023");
        (await Status(service, "borders-alvreg-2023")).FailingSince.ShouldBeNull("nothing is wrong with the source");
    }

    [Fact]
    public async Task Borders_that_lose_an_area_are_refused_and_an_operator_may_accept_them()
    {
        await using var service = await StartAsync();
        var before = await TakeAsync(service, MadeBorders.Row(5));
        (await TakeAsync(service, MadeBorders.Row(5))).ShouldBe(new IntakeResult.Unchanged(1));

        var refused = (await TakeAsync(service, MadeBorders.Row(4))).ShouldBeOfType<IntakeResult.Refused>();
        before.ShouldBeOfType<IntakeResult.Accepted>().Number.ShouldBe(1);
        (await service.GetAsync<List<KnownBoundaries>>("/boundaries")).Single().Areas.ShouldBe(5, "what is refused is not read");

        var answer = await service.Http.PostJsonAsync<IntakeAnswer>($"/refusals/{refused.RefusalId}/accept", new AcceptRefusal("The area has been given up."));

        (answer.Outcome, answer.Release).ShouldBe(("accepted", 2));
        (await service.GetAsync<List<KnownBoundaries>>("/boundaries")).Single().Areas.ShouldBe(4);
        (await service.GetAsync<List<KnownBoundaries>>("/boundaries?asOf=1")).Single().Areas.ShouldBe(5);
    }

    [Fact]
    public async Task Two_that_bring_the_same_borders_at_once_get_one_release()
    {
        await using var service = await StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TakeAsync(service, MadeBorders.Row(50))));

        results.OfType<IntakeResult.Accepted>().Count().ShouldBe(1);
        results.OfType<IntakeResult.Unchanged>().Count().ShouldBe(3);
    }

    private static async Task<RunningIngestion> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("utan-borders-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "borders.yaml"), MadeBorders.Yaml, RunningIngestion.Stop);
            return await RunningIngestion.StartAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IntakeResult> TakeAsync(RunningIngestion service, BoundarySet set)
    {
        await using var scope = service.Services.CreateAsyncScope();
        await using var raw = RawBody.Create();
        await raw.RecordAsync(new MemoryStream("what came"u8.ToArray()), RunningIngestion.Stop);
        return await scope.ServiceProvider.GetRequiredService<BoundaryIntake>()
            .TakeAsync(new IncomingBoundaries(MadeBorders.Register, set, raw, Origin.Poll, null), null, RunningIngestion.Stop);
    }

    private static async Task<long> ReleaseOf(RunningIngestion service, string register)
    {
        RegisterStatus? status = null;
        await RunningIngestion.UntilAsync(async () => (status = await Status(service, register)).Release is not null, $"{register} should be read");
        return status!.Release!.Value;
    }

    private static async Task<RegisterStatus> Status(RunningIngestion service, string register) =>
        (await service.GetAsync<List<RegisterStatus>>("/status")).Single(s => s.Register == register);
}
