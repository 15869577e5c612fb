using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Runs;
using Utanforskap.Publishing.Tests.Rig;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.Testing;

namespace Utanforskap.Publishing.Tests;

/// <summary>What operators watch of publishing.</summary>
public sealed class MeasuresTests
{
    private const string Method = "measured-method";
    private const string Division = "RegSO2020";

    [Fact]
    public async Task A_run_is_measured_by_its_duration_and_the_areas_whose_class_changed()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        using var heard = new HeardMeasures(Telemetry.Name);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        upstream.Result(2, Made.Column(Method, Division, "2023", 1, 3, 4));

        await host.EndAsync(Made.Classified(1, (Method, Division, "2022")));
        await host.EndAsync(Made.Classified(2, (Method, Division, "2023")));

        heard.Of("utanforskap.areas.changed", Method).Select(measure => (measure.Value, measure.Unit)).ShouldBe([(0, "{area}"), (2, "{area}")], "the baseline changes no class, the second period two");
        heard.Of("utanforskap.run.duration", "True").Count(measure => measure is { Value: >= 0, Unit: "s" }).ShouldBeGreaterThanOrEqualTo(2, "each run is measured in seconds");
    }

    [Fact]
    public async Task A_refusal_is_counted_for_its_register()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        using var heard = new HeardMeasures(Telemetry.Name);

        await host.HandleAsync<ReleaseRefused, ReleaseRefusedHandler>(new ReleaseRefused(
            "r1", "measured-register", "TAB1", DateTimeOffset.UnixEpoch, null, [new RefusalReason("incomplete", "TAB1", "Areas are missing.")]));

        heard.Of("utanforskap.releases.refused", "measured-register").Select(measure => (measure.Value, measure.Unit)).ShouldBe([(1, "{release}")]);
    }
}
