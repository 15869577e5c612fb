using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using Utanforskap.Testing;

namespace Utanforskap.Benchmarks;

/// <summary>
/// A table of five million cells delivered to Ingestion as json-stat2, in a process of its own, until it is a stored release; beside it PostgreSQL's
/// own <c>\copy</c> of the same rows into a plain table.
/// </summary>
internal static class Intake
{
    private const int Areas = 3363;
    private const int Ages = 99;
    private const int Sexes = 3;
    private const int Years = 5;
    private const int Cells = Areas * Ages * Sexes * Years;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("utan-intake-");
        try
        {
            var (table, rows, registers) = Write(folder.FullName);
            var copied = await CopyAsync(rows);
            var (taken, megabytes) = await DeliverAsync(table, registers);
            return
            [
                new("intake", $"Ingestion: {Cells:#,0} cells from json-stat2 to a stored release", Cells / taken.TotalSeconds, "cells/s"),
                new("intake", "psql \\copy of the same rows", Cells / copied.TotalSeconds, "cells/s"),
                new("intake", "times the \\copy", taken / copied, "", "< 2"),
                new("intake", "largest resident memory of Ingestion", megabytes, "MB", "< 300"),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(TimeSpan Taken, double Megabytes)> DeliverAsync(string table, string registers)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        await using (var context = new Ingestion.Storage.IngestionDb(Options(database.ConnectionString)))
        {
            await context.Database.EnsureCreatedAsync();
        }

        var port = FreePort();
        var start = new ProcessStartInfo("dotnet", Path.Combine(AppContext.BaseDirectory, "Utanforskap.Ingestion.dll")) { RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Database__ConnectionString"] = database.ConnectionString,
            ["Broker__Uri"] = broker.Uri.ToString(),
            ["Services__Credential"] = Credential,
            ["Registers__Folder"] = registers,
        })
        {
            start.Environment[name] = value;
        }

        using var service = Process.Start(start)!;
        service.OutputDataReceived += (_, _) => { };
        service.BeginOutputReadLine();
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Credential);
            http.DefaultRequestHeaders.Add("X-Actor", "benchmark");
            await ReadyAsync(http, service);

            await using var body = File.OpenRead(table);
            using var content = new StreamContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var clock = Stopwatch.StartNew();
            using var answer = await http.PutAsync(new Uri("/deliveries/big", UriKind.Relative), content);
            var taken = clock.Elapsed;
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"The delivery was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            service.Refresh();
            return (taken, service.PeakWorkingSet64 / 1048576.0);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync();
        }
    }

    private static async Task ReadyAsync(HttpClient http, Process service)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), deadline.Token);
                if (ready.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!service.HasExited)
            {
                // Not listening yet.
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    private static async Task<TimeSpan> CopyAsync(string rows)
    {
        await using var database = await TestDatabase.CreateAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);
        await using (var create = source.CreateCommand(
            "CREATE TABLE cell (area text NOT NULL, age text NOT NULL, sex text NOT NULL, year text NOT NULL, value double precision)"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var start = new ProcessStartInfo("psql", ["-q", "-v", "ON_ERROR_STOP=1", "-c", $"\\copy cell FROM '{rows}' (FORMAT csv)"]);
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGDATABASE"] = connection.Database;
        var clock = Stopwatch.StartNew();
        using var psql = Process.Start(start)!;
        await psql.WaitForExitAsync();
        return psql.ExitCode == 0 ? clock.Elapsed : throw new InvalidOperationException("psql's \\copy failed.");
    }

    /// <summary>The table as json-stat2, the same cells as rows, and a catalogue with the one register.</summary>
    private static (string Table, string Rows, string Registers) Write(string folder)
    {
        var areas = Enumerable.Range(0, Areas).Select(i => $"{114 + (i / 12 * 2):D4}R{(i % 12) + 1:D3}").ToList();
        var ages = Enumerable.Range(0, Ages).Select(a => a.ToString(CultureInfo.InvariantCulture)).ToList();
        string[] sexes = ["1", "2", "1+2"];
        string[] years = ["2019", "2020", "2021", "2022", "2023"];
        var chance = new Random(1);
        var table = Path.Combine(folder, "big.json");
        var rows = Path.Combine(folder, "rows.csv");
        using (var json = new StreamWriter(table))
        using (var csv = new StreamWriter(rows))
        {
            json.Write("""{"version":"2.0","class":"dataset","label":"Made-up people, for measuring only","source":"none","updated":"2024-02-22T07:00:00Z","role":{"time":["Tid"],"metric":["ContentsCode"]},"id":["Region","Alder","Kon","ContentsCode","Tid"],""");
            json.Write($"\"size\":[{Areas},{Ages},{Sexes},1,{Years}],\"dimension\":{{\"Region\":{Category(areas)},\"Alder\":{Category(ages)},\"Kon\":{Category(sexes)},");
            json.Write("""
                "ContentsCode":{"label":"tabellinnehåll","category":{"index":{"N":0},"label":{"N":"Antal"},"unit":{"N":{"base":"antal","decimals":0}}}},
                """);
            json.Write($"\"Tid\":{Category(years)}}},\"value\":[");
            var first = true;
            foreach (var area in areas)
            {
                foreach (var age in ages)
                {
                    foreach (var sex in sexes)
                    {
                        // A year differs a little from the one before, or the gates would refuse it.
                        var value = chance.Next(20, 200);
                        foreach (var year in years)
                        {
                            value += chance.Next(-1, 2);
                            json.Write(first ? "" : ",");
                            json.Write(value);
                            csv.Write($"{area},{age},{sex},{year},{value}\n");
                            first = false;
                        }
                    }
                }
            }

            json.Write("]}");
        }

        var registers = Directory.CreateDirectory(Path.Combine(folder, "registers")).FullName;
        File.WriteAllText(
            Path.Combine(registers, "big.yaml"),
            """
            id: big
            title: { sv: Mått, en: Measure }
            country: sweden
            source: { kind: delivery, name: benchmark }
            table: BIG
            selection:
              Region: ["*"]
              Alder: ["*"]
              Kon: ["*"]
              ContentsCode: [N]
              Tid: ["*"]
            levels: [RegSO]
            measures:
              persons:
                cells: { Alder: "0", Kon: "1+2", ContentsCode: N }
                kind: count
                unit: antal
            attribution: none
            licence: CC0-1.0
            """);
        return (table, rows, registers);
    }

    private static string Category(IReadOnlyList<string> codes)
    {
        var index = string.Join(',', codes.Select((code, i) => $"\"{code}\":{i}"));
        var label = string.Join(',', codes.Select(code => $"\"{code}\":\"{code}\""));
        return new StringBuilder("{\"label\":\"x\",\"category\":{\"index\":{").Append(index).Append("},\"label\":{").Append(label).Append("}}}").ToString();
    }

    private static Microsoft.EntityFrameworkCore.DbContextOptions<Ingestion.Storage.IngestionDb> Options(string connectionString)
    {
        var options = new Microsoft.EntityFrameworkCore.DbContextOptionsBuilder<Ingestion.Storage.IngestionDb>();
        ServiceDefaults.Database.DatabaseExtensions.UseProvider(options, ServiceDefaults.Database.DatabaseProvider.PostgreSql, connectionString);
        return options.Options;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private const string Credential = "for-benchmarks-only";
}
