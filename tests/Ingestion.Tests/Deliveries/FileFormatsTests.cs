using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Deliveries;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Tests.Hosting;
using Utanforskap.Ingestion.Tests.Parsing;
using Utanforskap.Ingestion.Watching;

namespace Utanforskap.Ingestion.Tests.Deliveries;

/// <summary>A table as a file, at an address, in the folder and over HTTP, from its bytes to a release.</summary>
[Trait("Category", "Slow")]
public sealed class FileFormatsTests : IAsyncLifetime
{
    private static readonly string[] _areas = TestTables.Areas(12);
    private static readonly string[] _groups = ["a", "tot", "x"];
    private static readonly string[] _periods = ["2020", "2021"];
    private readonly string _folder = Directory.CreateTempSubdirectory("utan-files-").FullName;
    private WebApplication _server = null!;
    private Func<HttpContext, Task> _answer = http => { http.Response.StatusCode = 404; return Task.CompletedTask; };

    private static CancellationToken Stop => RunningIngestion.Stop;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(http => _answer(http));
        await _server.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("px")]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_file_of_every_format_at_an_address_becomes_the_same_release_and_delivered_again_changes_nothing(string format)
    {
        await using var service = await StartAsync(format);
        await TickAsync(service);
        var absent = await StatusAsync(service);
        (absent.AbsentSince is not null, absent.Refusal).ShouldBe((true, null), "a file that was never there is absent, not refused");
        _answer = http => http.Response.Body.WriteAsync(File(format)).AsTask();
        await TickAsync(service);

        (await StatusAsync(service)).ShouldSatisfyAllConditions(
            s => s.Release.ShouldBe(1, string.Join(" | ", Refusals(service))),
            s => s.AbsentSince.ShouldBeNull());
        var release = await service.GetAsync<ReleaseRecord>("/releases/1");
        release.ContentHash.ShouldBe(ContentHash.Of(RegisterTable.Of(TestTables.People, TestTables.Table(_areas, _periods)).Table!), "the same figures are the same content in any format");
        var column = (await service.Http.PostJsonAsync<List<AreaColumn>>("/columns/read",
            new ColumnsRequest(1, [new ColumnName("people/all", "RegSO2020", "2021")]))).Single();
        column.Areas.ShouldBe(_areas);
        column.Values.ShouldBe(_areas.Select((_, i) => (double?)(1042 + (10 * i))));

        using var again = await service.Http.PutAsync($"/deliveries/people?name=tabell.{format}", new ByteArrayContent(File(format)), Stop);
        (await AnswerAsync(again)).Outcome.ShouldBe("unchanged");
    }

    [Fact]
    public async Task A_file_that_is_cut_on_the_way_is_tried_again_and_nothing_of_it_is_kept()
    {
        await using var service = await StartAsync("csv");
        _answer = async http =>
        {
            var file = File("csv");
            http.Response.ContentLength = file.Length;
            await http.Response.Body.WriteAsync(file.AsMemory(0, file.Length / 2));
            await http.Response.Body.FlushAsync();
            http.Abort();
        };
        await TickAsync(service);

        (await StatusAsync(service)).Failure.ShouldNotBeNull().ShouldContain("tabell.csv cannot be read");
        (await service.QueryAsync(db => db.Refusals.CountAsync())).ShouldBe(0, "half a file is no refusal");
    }

    [Fact]
    public async Task A_delivery_whose_sender_goes_away_half_way_leaves_nothing()
    {
        await using var service = await StartAsync("csv");
        var file = File("csv");
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(service.Http.BaseAddress!.Host, service.Http.BaseAddress.Port, Stop);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /deliveries/people?name=tabell.csv HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {RunningIngestion.Credential}\r\nX-Actor: anna\r\nContent-Length: {file.Length}\r\n\r\n"), Stop);
            await socket.GetStream().WriteAsync(file.AsMemory(0, file.Length / 2), Stop);
        }

        using var whole = await service.Http.PutAsync("/deliveries/people?name=tabell.csv", new ByteArrayContent(file), Stop);
        var answer = await AnswerAsync(whole);

        (answer.Outcome, answer.Release).ShouldBe(("accepted", 1L), string.Join(" | ", answer.Reasons));
        (await service.QueryAsync(db => db.Refusals.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_file_in_the_folder_is_taken_once_it_stands_still_and_the_same_file_twice_is_one_release()
    {
        await using var service = await StartAsync("csv", ("Deliveries:Folder", _folder), ("Deliveries:Interval", "1.00:00:00"));
        var watch = service.Services.GetServices<IHostedService>().OfType<DeliveryFolder>().Single();
        var inbox = Directory.CreateDirectory(Path.Combine(_folder, "people")).FullName;
        var file = File("csv");
        await System.IO.File.WriteAllBytesAsync(Path.Combine(inbox, "tabell.csv"), file[..(file.Length / 3)], Stop);
        await watch.LookAsync(_folder, Stop);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(inbox, "tabell.csv"), file[..(file.Length / 2)], Stop);
        await watch.LookAsync(_folder, Stop);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(inbox, "tabell.csv"), file, Stop);
        await watch.LookAsync(_folder, Stop);
        Directory.GetDirectories(inbox).ShouldBeEmpty("a file that grew since the last look is still being written");
        await watch.LookAsync(_folder, Stop);
        System.IO.File.Exists(Path.Combine(inbox, "accepted", "tabell.csv")).ShouldBeTrue(string.Join(" | ", Refusals(service)));

        await System.IO.File.WriteAllBytesAsync(Path.Combine(inbox, "tabell.csv"), file, Stop);
        await watch.LookAsync(_folder, Stop);
        await watch.LookAsync(_folder, Stop);

        Directory.GetFiles(Path.Combine(inbox, "accepted")).Length.ShouldBe(2, "both files are kept");
        (await service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task A_workbook_that_unpacks_without_end_is_refused_with_the_reason()
    {
        await using var service = await StartAsync("xlsx");
        var bomb = XlsxTableReaderTests.Zip([("xl/workbook.xml", new byte[50 << 20])]);

        using var answer = await service.Http.PutAsync("/deliveries/people?name=tabell.xlsx", new ByteArrayContent(bomb), Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await AnswerAsync(answer)).Reasons.ShouldHaveSingleItem().Message.ShouldContain("times its size");
    }

    [Fact]
    public async Task A_delivery_of_unknown_length_that_is_too_large_is_told_so_in_a_sentence()
    {
        await using var service = await StartAsync("csv", ("Deliveries:MaxBytes", "1000000"));
        using var content = new StreamContent(new Zeros(2_000_000));
        using var answer = await service.Http.PutAsync("/deliveries/people", content, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("1000000 bytes at most");
        (await service.QueryAsync(db => db.Refusals.CountAsync())).ShouldBe(0, "nothing of it is kept");
    }

    [Fact]
    public async Task A_delivery_of_two_gigabytes_passes_through_without_being_held_in_memory()
    {
        await using var service = await StartAsync("csv", ("Deliveries:MaxBytes", "3000000000"));
        const long body = 2_100_000_000;
        var held = 0L;
        using var content = new StreamContent(new Zeros(body, atEnd: () => held = GC.GetTotalMemory(forceFullCollection: true)));
        using var answer = await service.Http.PutAsync("/deliveries/people?name=tabell.csv", content, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, "zeros are no table");
        held.ShouldBeInRange(1, body / 2, "when all has been sent, the whole process, with the tests beside this one, holds less than half of it");
    }

    [Fact]
    public async Task A_delivery_without_the_credential_is_turned_away()
    {
        await using var service = await StartAsync("csv");
        using var stranger = new HttpClient { BaseAddress = service.Http.BaseAddress };
        using var answer = await stranger.PutAsync("/deliveries/people", new ByteArrayContent(File("csv")), Stop);
        using var wrong = new HttpRequestMessage(HttpMethod.Put, "/deliveries/people") { Headers = { Authorization = new("Bearer", "guessed") } };
        using var guessed = await stranger.SendAsync(wrong, Stop);

        (answer.StatusCode, guessed.StatusCode).ShouldBe((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
    }

    private async Task<RunningIngestion> StartAsync(string format, params (string Key, string Value)[] settings)
    {
        var registers = Directory.CreateDirectory(Path.Combine(_folder, "registers")).FullName;
        await System.IO.File.WriteAllTextAsync(Path.Combine(registers, "people.yaml"), TestTables.Yaml.Replace(
            "source: { kind: pxwebapi, name: scb }", $"source: {{ kind: file, name: filer, path: tabell.{format} }}", StringComparison.Ordinal), Stop);
        return await RunningIngestion.StartAsync(registers, [("Sources:filer:Url", _server.Urls.First()), ("Watching:FullRead", "00:00:00"), .. settings]);
    }

    private static Task TickAsync(RunningIngestion service) => service.Services.GetRequiredService<SourceWatch>()
        .TickAsync(service.Services.GetRequiredService<RegisterCatalogue>().Registers, Stop);

    private static async Task<RegisterStatus> StatusAsync(RunningIngestion service) => (await service.GetAsync<List<RegisterStatus>>("/status")).Single();

    private static List<string> Refusals(RunningIngestion service) =>
        service.QueryAsync(db => db.Refusals.Select(r => r.Reasons).ToListAsync()).GetAwaiter().GetResult();

    private static async Task<IntakeAnswer> AnswerAsync(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<IntakeAnswer>(await answer.Content.ReadAsStringAsync(Stop), WireJson.Options)!;

    /// <summary>The table in a format, with codes.</summary>
    private static byte[] File(string format)
    {
        var values = TestTables.Table(_areas, _periods).Values;
        var rows = _areas.SelectMany(a => _groups.SelectMany(g => _periods.Select(p => (Area: a, Group: g, Period: p))))
            .Zip(values, (r, value) => (r.Area, r.Group, r.Period, Value: value)).ToList();
        return format switch
        {
            "json" => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
            {
                ["version"] = "2.0",
                ["class"] = "dataset",
                ["label"] = "Folk per region",
                ["role"] = new { time = new[] { "Tid" }, metric = new[] { "ContentsCode" } },
                ["id"] = new[] { "Region", "Grupp", "ContentsCode", "Tid" },
                ["size"] = new[] { _areas.Length, 3, 1, 2 },
                ["dimension"] = new { Region = Json(_areas), Grupp = Json(_groups), ContentsCode = Json(["C1"]), Tid = Json(_periods) },
                ["value"] = values,
            }),
            "px" => Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
                CHARSET="ANSI";
                AXIS-VERSION="2010";
                MATRIX="TAB1";
                CONTENTS="Antal";
                UNITS="antal";
                TITLE="Folk per region";
                STUB="Region","Grupp","ContentsCode";
                HEADING="Tid";
                CONTVARIABLE="ContentsCode";
                VARIABLECODE("Region")="Region";
                VARIABLECODE("Grupp")="Grupp";
                VARIABLECODE("ContentsCode")="ContentsCode";
                VARIABLECODE("Tid")="Tid";
                VALUES("Region")={Quoted(_areas)};
                VALUES("Grupp")={Quoted(_groups)};
                VALUES("ContentsCode")="Antal";
                VALUES("Tid")={Quoted(_periods)};
                TIMEVAL("Tid")=TLIST(A1),{Quoted(_periods)};
                CODES("Region")={Quoted(_areas)};
                CODES("Grupp")={Quoted(_groups)};
                CODES("ContentsCode")="C1";
                CODES("Tid")={Quoted(_periods)};
                DATA=
                {string.Join(' ', values)};

                """)),
            "csv" => Encoding.UTF8.GetBytes("Region,Grupp,ContentsCode,Tid,value\n"
                + string.Concat(rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Area},{r.Group},C1,{r.Period},{r.Value}\n")))),
            _ => XlsxTableReaderTests.Workbook(
                [["Region", "Grupp", "ContentsCode", "Tid", "value"], .. rows.Select(r => new object?[] { r.Area, r.Group, "C1", r.Period, r.Value })]),
        };
    }

    private static string Quoted(string[] texts) => string.Join(',', texts.Select(t => $"\"{t}\""));

    private static object Json(string[] codes) => new { category = new { index = codes } };

    /// <summary>So many zeros, whose number is not told before.</summary>
    private sealed class Zeros(long count, Action? atEnd = null) : MemoryStream
    {
        private long _left = count;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = (int)Math.Min(_left, buffer.Length);
            if (read == 0)
            {
                atEnd?.Invoke();
            }

            buffer.Span[..read].Clear();
            _left -= read;
            return ValueTask.FromResult(read);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[1 << 16];
            while (await ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
    }
}
