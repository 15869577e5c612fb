using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Where a publication comes from, and the hash of what must come out when it is computed again.</summary>
public sealed class LineageTests
{
    private const string Method = "sei";
    private const string Division = "RegSO2020";

    [Fact]
    public async Task Every_column_of_the_whole_state_names_publication_release_definition_run_engine_and_hash()
    {
        await using var upstream = await Upstream.StartAsync();
        await using var host = await PublishingHost.CreateAsync(upstream);
        upstream.Methods.Add(Made.Method(Method));
        upstream.Result(1, Made.Column(Method, Division, "2022", 1, 2, 3));
        upstream.Result(1, Made.Column(Method, Division, "2023", 1, 2, 3));
        upstream.Result(2, Made.Column(Method, Division, "2023", 1, 2, null) with { Inputs = [new UsedInput("turnout", 3, Division, "2022")] });
        await host.StartAsync();
        await HandleAsync(host, Made.Classified(1, (Method, Division, "2022"), (Method, Division, "2023")));
        await HandleAsync(host, Made.Classified(2, (Method, Division, "2023")));
        var ids = await host.ReadAsync(db => db.Publications.OrderBy(p => p.Sequence).Select(p => p.Id).ToListAsync());
        using var client = host.Client();

        var lineage = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/publications/{ids[1]}", UriKind.Relative), TestContext.Current.CancellationToken))
            .RootElement.GetProperty("lineage");

        var columns = lineage.GetProperty("columns").EnumerateArray().ToList();
        columns.Select(c => (c.GetProperty("period").GetString(), c.GetProperty("publication").GetString(), c.GetProperty("release").GetInt64(),
            c.GetProperty("methodVersion").GetInt32(), c.GetProperty("run").GetString(), c.GetProperty("engine").GetString())).ShouldBe(
            [
                ("2022", ids[0], 1, 1, ContentId.Of("run", Method, "1"), EngineVersion.Current),
                ("2023", ids[1], 2, 1, ContentId.Of("run", Method, "2"), EngineVersion.Current),
            ],
            "a column that a publication did not touch stands since the one before, computed as of its release");
        columns.Select(c => string.Join(' ', c.GetProperty("inputs").EnumerateArray().Select(i => $"{i.GetProperty("indicator")} {i.GetProperty("version")} {i.GetProperty("division")} {i.GetProperty("period")}")))
            .ShouldBe(["", $"turnout 3 {Division} 2022"], "each indicator is named with its definition's version and the period of its figures");
        foreach (var column in columns)
        {
            var period = column.GetProperty("period").GetString()!;
            var stored = await host.ReadAsync(db => db.ColumnAsync(Method, Division, period, 2, TestContext.Current.CancellationToken));
            column.GetProperty("hash").GetString().ShouldBe(Hash(Division, period, stored), $"the hash is that of {period} as it stands");
        }

        lineage.GetProperty("hash").GetString().ShouldBe(
            ColumnContent.HashOfState(columns.Select(c => (Division, c.GetProperty("period").GetString()!, c.GetProperty("hash").GetString()!))),
            "the publication's hash is over all its columns");
    }

    [Fact]
    public void A_columns_hash_depends_on_every_figure_and_on_nothing_else()
    {
        var results = new Dictionary<string, Result> { ["0114R002"] = new(2, 0.5, null), ["0114R001"] = new(1, 0.25, 100) };
        var other = new Dictionary<string, Result> { ["0114R001"] = new(1, 0.25, 100), ["0114R002"] = new(2, 0.5, null) };
        var hash = Hash(Division, "2022", results);

        Hash(Division, "2022", other).ShouldBe(hash, "the order in which areas came is not content");
        hash.ShouldBe("9ecfc41eaf11d6f5efe281fac4b25ba29cdc77344f1f7b4d765b78448ed243d1", "as another program computes it from the description; who changes it makes every stored hash wrong");
        foreach (var changed in new Result[] { new(3, 0.5, null), new(null, 0.5, null), new(2, Math.BitIncrement(0.5), null), new(2, null, null), new(2, 0.5, 0) })
        {
            other["0114R002"] = changed;
            Hash(Division, "2022", other).ShouldNotBe(hash, $"{changed} is another content; missing is not zero");
        }

        ColumnContent.Hash(Division, "2022", results, ["0114R002", "0114R001"], [new("need-crime", [1, 0])]).ShouldNotBe(hash, "what else the method tells is content too");
        Hash("RegSO2025", "2022", results).ShouldNotBe(hash);
        Hash(Division, "2023", results).ShouldNotBe(hash);
        results["0114R001"] = new(1, 0.0, 100);
        other = new(results) { ["0114R001"] = new(1, -0.0, 100) };
        Hash(Division, "2022", other).ShouldBe(Hash(Division, "2022", results), "the two zeros are one figure");
    }

    private static string Hash(string division, string period, IReadOnlyDictionary<string, Result> results) => ColumnContent.Hash(division, period, results, [], []);

    private static Task HandleAsync(PublishingHost host, AreasClassified message) => host.EndAsync(message);
}
