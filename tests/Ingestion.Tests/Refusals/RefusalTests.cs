using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Refusals;

[Trait("Category", "Slow")]
public sealed class RefusalTests : IAsyncLifetime
{
    private static readonly string[] Areas = TestTables.Areas(30);
    private static readonly StatCube Good = TestTables.Table(Areas, ["2020", "2021"]);
    private static readonly StatCube Odd = TestTables.Table(Areas, ["2020", "2021"], c => c["0114R004", "tot", "2020"] = 55555);
    private RunningIngestion _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningIngestion.StartAsync(RunningIngestion.PeopleFolder);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_refused_content_is_kept_and_told_once_however_often_it_comes()
    {
        await _service.TakeAsync(Good);
        var first = (await _service.TakeAsync(Odd)).ShouldBeOfType<IntakeResult.Refused>();
        var again = (await _service.TakeAsync(Odd)).ShouldBeOfType<IntakeResult.Refused>();

        (first.Repeated, again.Repeated, again.RefusalId).ShouldBe((false, true, first.RefusalId));
        (await _service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(1, "the old figures stand");
        var kept = await _service.GetAsync<ReleaseRecord>($"/refusals/{first.RefusalId}");
        kept.Reasons.ShouldContain(r => r.Gate == "implausible" && r.Place.Contains("0114R004"));
        (await _service.MessagesAsync("publishing", 2)).Count(m => m.Contains(first.RefusalId)).ShouldBe(1);
    }

    [Fact]
    public async Task An_operator_accepts_a_refusal_in_writing_and_it_becomes_a_release()
    {
        await _service.TakeAsync(Good);
        var refused = (await _service.TakeAsync(Odd)).ShouldBeOfType<IntakeResult.Refused>();
        var answer = await _service.Http.PostJsonAsync<IntakeAnswer>($"/refusals/{refused.RefusalId}/accept", new AcceptRefusal("Checked with the source: a new estate."));

        (answer.Outcome, answer.Release).ShouldBe(("accepted", 2L));
        var release = await _service.GetAsync<ReleaseRecord>("/releases/2");
        (release.Actor, release.AcceptReason, release.Overruled).ShouldBe(("anna", "Checked with the source: a new estate.", refused.RefusalId));
        (await _service.TakeAsync(Odd)).ShouldBe(new IntakeResult.Unchanged(2), "what was accepted is the register's figures now");
        (await _service.GetAsync<ReleaseRecord>($"/refusals/{refused.RefusalId}")).Overruled.ShouldBe("2");
        var column = (await _service.Http.PostJsonAsync<List<AreaColumn>>("/columns/read", new ColumnsRequest(2, [new ColumnName("people/all", "RegSO2020", "2020")]))).Single();
        column.Values[3].ShouldBe(55555);
        var told = (await _service.MessagesAsync("indicators", 2)).Select(RunningIngestion.MessageOf<ReleaseIngested>).OrderBy(m => m.Release).ToList();
        told[0].Warnings.ShouldBeEmpty("it passed the gates by itself");
        told[1].Warnings.ShouldContain(w => w.Gate == "implausible" && w.Place.Contains("0114R004"), "what the gates said goes with it, for those who sign off");
    }

    [Fact]
    public async Task Accepting_needs_a_reason_a_refusal_and_that_the_register_has_not_moved_on()
    {
        await _service.TakeAsync(Good);
        var refused = (await _service.TakeAsync(Odd)).ShouldBeOfType<IntakeResult.Refused>();

        (await StatusOfAsync(refused.RefusalId, " ")).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusOfAsync("none", "why")).ShouldBe(HttpStatusCode.NotFound);
        await _service.TakeAsync(TestTables.Table(Areas, ["2020", "2021", "2022"]));
        (await StatusOfAsync(refused.RefusalId, "why")).ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Only_the_systems_own_services_may_call()
    {
        using var stranger = new HttpClient { BaseAddress = _service.Http.BaseAddress };

        (await stranger.GetAsync("/releases", RunningIngestion.Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await stranger.GetAsync("/health/live", RunningIngestion.Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> StatusOfAsync(string id, string reason) =>
        (await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(_service.Http, $"/refusals/{id}/accept", new AcceptRefusal(reason), RunningIngestion.Stop)).StatusCode;
}
