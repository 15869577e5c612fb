using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Watching;
using Utanforskap.Simulator.Hosting;

namespace Utanforskap.Ingestion.Tests.Gates;

/// <summary>The catalogue of the made-up country against the simulator itself, over HTTP.</summary>
[Trait("Category", "Slow")]
public sealed class MadeUpReleasesTests
{
    [Fact]
    public async Task Every_release_of_the_made_up_country_is_read_as_its_register_says_and_passes_the_gates()
    {
        var stop = TestContext.Current.CancellationToken;
        var registers = RegisterCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "Registers", "alvmark")).Registers;
        await using var simulator = await StartSimulatorAsync(stop);
        var address = new Uri(simulator.Urls.First());
        using var http = new HttpClient { BaseAddress = address };
        using var clients = new PxWebApiClients(Options.Create(new SourceOptions()), TimeProvider.System);
        var last = new Dictionary<string, StatCube>();
        while (true)
        {
            using var next = await http.PostAsync("/control/releases/next", null, stop);
            if (!next.IsSuccessStatusCode)
            {
                break;
            }

            var table = System.Text.Json.JsonDocument.Parse(await next.Content.ReadAsStringAsync(stop)).RootElement.GetProperty("table").GetString();
            var register = registers.Single(r => r.Table == table);
            await using var reading = await clients.For(new Uri(address, "/api/v2")).ReadTableAsync(
                register.Table, SourceReaders.SelectionOf(register), ReadLimits.Standard, stop);

            Gate.Check(register, last.GetValueOrDefault(register.Id), reading.Cube).ShouldBeEmpty($"{register.Id}: {reading.Cube.Label}");
            last[register.Id] = reading.Cube;
        }

        last.Keys.Order().ShouldBe(registers.Where(r => r.Boundaries is null).Select(r => r.Id).Order(), "every register of the catalogue has had releases");
    }

    [Theory]
    [InlineData("labour", "2023-06-08", true)]
    [InlineData("education", "2024-03-19", false)]
    [InlineData("crime", "2023-06-21", false)]
    [InlineData("population", "2024-02-22", true)]
    public void Revisions_are_expected_and_corrections_are_not(string id, string day, bool expected)
    {
        var register = RegisterCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "Registers", "alvmark")).Registers.Single(r => r.Id == id);

        ReleaseCalendars.Expects(register.Calendar, DateTimeOffset.Parse(day + "T07:00:00Z", CultureInfo.InvariantCulture)).ShouldBe(expected);
    }

    private static async Task<WebApplication> StartSimulatorAsync(CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Simulator:Registers=sample", "--Simulator:Areas=1000", "--Simulator:MaxCallsPerTimeWindow=1000"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddSimulator();
        var simulator = builder.Build();
        simulator.MapSimulator();
        await simulator.StartAsync(stop);
        return simulator;
    }
}
