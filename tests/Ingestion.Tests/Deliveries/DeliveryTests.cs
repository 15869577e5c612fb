using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Tests.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Deliveries;

[Trait("Category", "Slow")]
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly string[] Areas = TestTables.Areas(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("utan-deliveries-").FullName;
    private RunningIngestion _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningIngestion.StartAsync(
        RunningIngestion.PeopleFolder, ("Deliveries:Folder", _folder), ("Deliveries:Interval", "00:00:00.100"), ("Deliveries:MaxBytes", "100000"));

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_delivered_csv_becomes_a_release_and_the_same_again_changes_nothing()
    {
        await _service.TakeAsync(TestTables.Table(Areas, ["2020", "2021"]));
        var first = await PutAsync(Csv(Areas, 1), "text/csv");
        var again = await PutAsync(Csv(Areas, 1), "text/csv");

        (first.Outcome, first.Release).ShouldBe(("accepted", 2L), string.Join(" | ", first.Reasons));
        (again.Outcome, again.Release).ShouldBe(("unchanged", 2L));
        (await _service.GetAsync<ReleaseRecord>("/releases/2")).Actor.ShouldBe("anna", "who delivered it is remembered");
    }

    [Theory]
    [InlineData("{\"version\":\"2.0\",\"class\":\"dataset\",\"id\":[", "application/json")]
    [InlineData("PK\u0003\u0004 not a zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("<html>Logga in</html>", "text/csv")]
    [InlineData("", "text/csv")]
    [InlineData("CHARSET=\"ANSI\";\nAXIS-VERSION=\"2010\";\nDATA=", "text/x-pcaxis")]
    public async Task What_cannot_be_read_is_a_refusal_with_table_place_and_reason(string body, string type)
    {
        var answer = await PutAsync(body, type);

        answer.Outcome.ShouldBe("refused");
        var reason = answer.Reasons.ShouldHaveSingleItem();
        reason.Gate.ShouldBe("unreadable");
        reason.Place.ShouldStartWith("TAB1, ");
        reason.Message.ShouldNotBeNullOrEmpty();
        (await _service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_that_is_too_large_or_to_nobody_is_turned_away()
    {
        (await SendAsync("people", new string('x', 100_001), "text/csv")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync("nobody", "x", "text/csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Files_laid_in_the_folder_end_in_accepted_or_refused_with_the_reason_beside()
    {
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "people")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inbox, "good.csv"), Csv(Areas, 0, "Region,Grupp,ContentsCode,Tid,value", (a, g, p, v) => $"{a},{g},C1,{p},{v}"), RunningIngestion.Stop);
        await RunningIngestion.UntilAsync(() => Task.FromResult(Directory.Exists(Path.Combine(inbox, "accepted")) || Directory.Exists(Path.Combine(inbox, "refused"))), "the file should be taken in");
        await File.WriteAllTextAsync(Path.Combine(inbox, "bad.csv"), "nothing", RunningIngestion.Stop);
        var reason = Path.Combine(inbox, "refused", "bad.csv.reason.txt");
        await RunningIngestion.UntilAsync(() => Task.FromResult(File.Exists(reason)), "the bad file should be refused");

        File.Exists(Path.Combine(inbox, "accepted", "good.csv")).ShouldBeTrue(
            string.Join("\n", Directory.GetFiles(inbox, "*.txt", SearchOption.AllDirectories).Select(File.ReadAllText)));
        (await File.ReadAllTextAsync(reason, RunningIngestion.Stop)).ShouldContain("unreadable: TAB1");
    }

    [Fact]
    public async Task A_real_file_of_names_is_the_release_that_it_was_made_from()
    {
        var raw = SharedData.Find("raw/regso_housing_tenure_mumbokatten.csv");
        await using var source = await SourceSimulator.StartAsync(SharedData.Find("registers"));
        await using var service = await RunningIngestion.StartAsync(Path.Combine(AppContext.BaseDirectory, "Registers", "sweden"),
            ("Sources:scb:Url", source.Api), ("Watching:Enabled", "true"), ("Watching:AlwaysOpen", "true"), ("Watching:Interval", "00:00:00.200"));
        for (var release = 1; release <= 3; release++)
        {
            await source.ReleaseAsync("TAB6258");
            await RunningIngestion.UntilAsync(
                async () => (await service.GetAsync<List<RegisterStatus>>("/status")).Any(s => s.Register == "tenure" && s.Release == release),
                $"release {release} of tenure should be read");
        }

        var request = new HttpRequestMessage(HttpMethod.Put, "/deliveries/tenure?name=tenure.csv") { Content = new ByteArrayContent(await File.ReadAllBytesAsync(raw, RunningIngestion.Stop)) };
        using var answer = await service.Http.SendAsync(request, RunningIngestion.Stop);
        var text = await answer.Content.ReadAsStringAsync(RunningIngestion.Stop);

        text.Contains("unchanged", StringComparison.Ordinal).ShouldBeTrue($"names with stray blanks are the areas they name: {text}");
    }

    /// <summary>A file as people make them: names, and no column for what has one category.</summary>
    private static string Csv(string[] areas, int more) => Csv(areas, more, "region,grupp,Antal 2020,Antal 2021", null);

    private static string Csv(string[] areas, int more, string head, Func<string, string, string, double, string>? row)
    {
        var table = TestTables.Table(areas, ["2020", "2021"], c => c["0114R002", "tot", "2020"] += more);
        var text = new StringBuilder(head).Append('\n');
        string[] groups = ["a", "tot", "x"];
        for (var a = 0; a < areas.Length; a++)
        {
            for (var g = 0; g < groups.Length; g++)
            {
                var at = ((a * groups.Length) + g) * 2;
                if (row is null)
                {
                    text.Append($"Namn {areas[a]},{groups[g]},{table.Values[at]},{table.Values[at + 1]}\n");
                }
                else
                {
                    text.Append(row(areas[a], groups[g], "2020", table.Values[at])).Append('\n').Append(row(areas[a], groups[g], "2021", table.Values[at + 1])).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private async Task<IntakeAnswer> PutAsync(string body, string type)
    {
        using var answer = await SendAsync("people", body, type);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity);
        return System.Text.Json.JsonSerializer.Deserialize<IntakeAnswer>(await answer.Content.ReadAsStringAsync(RunningIngestion.Stop), WireJson.Options)!;
    }

    private async Task<HttpResponseMessage> SendAsync(string register, string body, string type)
    {
        var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return await _service.Http.PutAsync($"/deliveries/{register}", content, RunningIngestion.Stop);
    }
}
