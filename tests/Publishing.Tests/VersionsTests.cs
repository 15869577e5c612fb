using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Which version a publication gets.</summary>
public sealed class VersionsTests
{
    private const string Method = "sei";
    private const string Division = "RegSO2020";

    [Fact]
    public async Task The_highest_of_what_changes_decides_the_version()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        upstream.Result(2, Made.Column(Method, Division, "2022", 1, 2, 2));
        upstream.Result(3, Made.Column(Method, Division, "2023", 1, 2, 2));
        upstream.Result(4, Made.Column(Method, Division, "2023", 1, 1, 2));
        upstream.Result(5, Made.Column(Method, Division, "2022", 1, 2, 2, 4));
        upstream.Result(6, Made.Column(Method, "RegSO2025", "2024", 1, 2));
        upstream.Result(6, Made.Column(Method, Division, "2022", 1, 2, 1, 4));
        upstream.Result(7, Made.Column(Method, "RegSO2025", "2025", 1, 2));
        upstream.Result(7, Made.Column(Method, Division, "2022", 2, 2, 1, 4));
        upstream.Result(8, Made.Column(Method, Division, "2022", 2, 3, 1, 4));

        await HandleAsync(host, 1, (Division, "2022"));
        await HandleAsync(host, 2, (Division, "2022"));
        await HandleAsync(host, 3, (Division, "2023"));
        await HandleAsync(host, 4, (Division, "2023"));
        await HandleAsync(host, 5, (Division, "2022"));
        await HandleAsync(host, 6, (Division, "2022"), ("RegSO2025", "2024"));
        await HandleAsync(host, 7, (Division, "2022"), ("RegSO2025", "2025"));
        upstream.Methods[0] = Made.Method(Method, version: 2);
        await HandleAsync(host, 8, version: 2, (Division, "2022"));

        var publications = await host.ReadAsync(db => db.Publications.OrderBy(p => p.Edition).ToListAsync());
        publications.Select(p => p.Version.ToString()).ShouldBe(
            ["1.0.0", "1.0.1", "1.1.0", "1.1.1", "1.2.0", "2.0.0", "2.1.0", "3.0.0"],
            "baseline, other figures, a period, other figures, areas, a division with other figures, a period with other figures, a definition");
        publications.Select(p => p.Edition).ShouldBe(Enumerable.Range(1, 8));
    }

    [Fact]
    public async Task What_is_computed_from_the_areas_of_another_division_is_a_major_version_and_compared_with_nothing()
    {
        const string municipality = "AlvMunicipality";
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        foreach (var (release, period, areas) in new[] { (1, "2021", "AlvReg2018"), (2, "2022", "AlvReg2018"), (3, "2023", "AlvReg2023"), (4, "2024", "AlvReg2023") })
        {
            upstream.Result(release, Made.Column(Method, municipality, period, (int?)null) with { Areas = ["A101"], Index = [release], Inputs = [new("born-abroad", 1, areas, period)] });
            await HandleAsync(host, release, (municipality, period));
        }

        var published = await host.ReadAsync(db => db.PublishedColumns.OrderBy(c => c.Sequence).Select(c => $"{c.Kind} {c.PreviousPeriod}").ToListAsync());
        published.ShouldBe(["baseline ", "new-period 2021", "boundary ", "new-period 2023"], "segregation between 2022 and 2023 would compare other borders");
        (await host.ReadAsync(db => db.Publications.OrderBy(p => p.Edition).ToListAsync())).Select(p => p.Version.ToString()).ShouldBe(["1.0.0", "1.1.0", "2.0.0", "2.1.0"]);
    }

    private static Task HandleAsync(PublishingHost host, long release, params (string Division, string Period)[] columns) =>
        HandleAsync(host, release, version: 1, columns);

    private static Task HandleAsync(PublishingHost host, long release, int version, params (string Division, string Period)[] columns)
    {
        var message = Made.Classified(release, [.. columns.Select(c => (Method, c.Division, c.Period))]);
        return host.EndAsync(
            message with { Methods = [.. message.Methods.Select(m => m with { Version = version })] });
    }
}
