using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Ingestion.Tests.Hosting;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Tests.Releases;

[Trait("Category", "Slow")]
public sealed class ReleaseIntakeTests : IAsyncLifetime
{
    private static readonly string[] Areas = TestTables.Areas(30);
    private static readonly StatCube A = TestTables.Table(Areas, ["2020", "2021"]);
    private static readonly StatCube B = TestTables.Table(Areas, ["2020", "2021"], c => c["0114R004", "tot", "2020"] += 3);
    private RunningIngestion _service = null!;

    public async ValueTask InitializeAsync() => _service = await RunningIngestion.StartAsync(RunningIngestion.PeopleFolder);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task A_table_that_goes_A_B_A_has_three_releases()
    {
        await _service.TakeAsync(A);
        await _service.TakeAsync(B);
        await _service.TakeAsync(A);

        var releases = await _service.QueryAsync(db => db.Releases.OrderBy(r => r.Number).ToListAsync());
        releases.Select(r => r.Number).ShouldBe([1, 2, 3]);
        releases[2].ContentHash.ShouldBe(releases[0].ContentHash);
        releases.Select(r => r.ReleaseId).Distinct().Count().ShouldBe(3, "an occurrence is chained to the one before it");
        releases[1].ReleaseId.ShouldBe(ContentId.Of("release", "TAB1", releases[0].ReleaseId, releases[1].ContentHash));
        (await ReadAsync(3)).ShouldBe(await ReadAsync(1), "the table stands as at first");
    }

    [Fact]
    public async Task A_redelivered_release_changes_nothing()
    {
        await _service.TakeAsync(A);
        (await _service.TakeAsync(A)).ShouldBe(new IntakeResult.Unchanged(1));

        (await _service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(1);
        (await _service.MessagesAsync("indicators", 1)).Count.ShouldBe(1, "only the first is news");
    }

    [Fact]
    public async Task Each_release_reproduces_its_table_exactly()
    {
        var symbols = TestTables.Table(Areas, ["2020", "2021", "2022"], c =>
        {
            c["0114R009", "x", "2021"] = null;
            c["0114R010", "tot", "2020"] += 1;
        });
        StatCube[] tables = [A, B, symbols];
        foreach (var table in tables)
        {
            (await _service.TakeAsync(table)).ShouldBeOfType<IntakeResult.Accepted>();
        }

        for (var release = 1; release <= tables.Length; release++)
        {
            (await ReadAsync(release)).ShouldBe(Expected(tables[release - 1]), $"as of release {release}");
        }
    }

    [Fact]
    public async Task The_message_names_what_changed_and_why()
    {
        await _service.TakeAsync(A);
        await _service.TakeAsync(TestTables.Table(Areas, ["2020", "2021", "2022"], c => c["0114R004", "tot", "2020"] += 3));
        await _service.TakeAsync(TestTables.Table(Areas, ["2020", "2021", "2022"], updated: "2024-09-01T08:00:00Z"));

        var messages = (await _service.MessagesAsync("indicators", 3)).Select(RunningIngestion.MessageOf<ReleaseIngested>).OrderBy(m => m.Release).ToList();
        messages[0].Changes.ShouldAllBe(c => c.Kind == ChangeKind.NewPeriod && c.Areas == 30);
        messages[0].Changes.Select(c => c.Measure).Distinct().ShouldBe(["all", "part"], "cells without a name are stored, not announced");
        messages[1].Changes.ShouldBe(
        [
            new ChangedColumn("all", "RegSO2020", "2020", ChangeKind.Revision, 1),
            new ChangedColumn("all", "RegSO2020", "2022", ChangeKind.NewPeriod, 30),
            new ChangedColumn("part", "RegSO2020", "2022", ChangeKind.NewPeriod, 30),
        ]);
        messages[2].Changes.ShouldBe([new ChangedColumn("all", "RegSO2020", "2020", ChangeKind.Correction, 1)],
            customMessage: "in September nothing is expected, so it is a correction");
        messages[2].PreviousReleaseId.ShouldBe(messages[1].ReleaseId);
    }

    [Fact]
    public async Task Two_instances_with_the_same_table_at_once_make_one_release()
    {
        await using var sibling = await _service.StartSiblingAsync(RunningIngestion.PeopleFolder);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? _service : sibling).TakeAsync(A))));

        results.OfType<IntakeResult.Accepted>().Count().ShouldBe(1);
        results.OfType<IntakeResult.Unchanged>().Count().ShouldBe(7);
        (await _service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_have_no_gaps_over_registers_and_failures()
    {
        var other = TestTables.People with { Id = "others", Table = "TAB2" };
        await _service.TakeAsync(A);
        await Should.ThrowAsync<Exception>(() => TakeAndFailAsync(B));
        await _service.TakeAsync(A, other);
        await Task.WhenAll(_service.TakeAsync(B), _service.TakeAsync(B, other));

        (await _service.QueryAsync(db => db.Releases.OrderBy(r => r.Number).Select(r => r.Number).ToListAsync())).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task A_crash_half_way_leaves_nothing()
    {
        await _service.TakeAsync(A);
        await Should.ThrowAsync<Exception>(() => TakeAndFailAsync(B));

        (await _service.QueryAsync(db => db.Releases.CountAsync())).ShouldBe(1);
        (await _service.QueryAsync(db => db.Set<ColumnVersion>().MaxAsync(c => c.Release))).ShouldBe(1, "no cell of the broken release is there");
        (await _service.QueryAsync(db => db.Kept.CountAsync())).ShouldBe(1);
        (await _service.TakeAsync(B)).ShouldBeOfType<IntakeResult.Accepted>().Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_table_without_regions_is_refused_and_not_a_crash()
    {
        var lost = A with { Dimensions = [.. A.Dimensions.Select(d => d with { Role = DimensionRole.Other })] };
        var refused = (await _service.TakeAsync(lost)).ShouldBeOfType<IntakeResult.Refused>();

        refused.Reasons.ShouldHaveSingleItem().Gate.ShouldBe("restructured");
    }

    /// <summary>Takes a table in a transaction that fails before its end, as a crash would.</summary>
    private async Task TakeAndFailAsync(StatCube cube)
    {
        await using var scope = _service.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<IngestionDb>();
        await database.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await database.Database.BeginTransactionAsync();
            await using var raw = Utanforskap.Ingestion.Sources.RawBody.Create();
            await scope.ServiceProvider.GetRequiredService<ReleaseIntake>()
                .TakeAsync(new IncomingTable(TestTables.People, cube, raw, "application/json", Origin.Poll, null), RunningIngestion.Stop);
            throw new InvalidOperationException("power is gone");
        });
    }

    /// <summary>Every cell of the register as of a release, as text.</summary>
    private async Task<string> ReadAsync(long asOf)
    {
        await using var scope = _service.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IColumnStore>();
        var columns = await store.ReadManyAsync([.. await store.KeysAsync(null, asOf, RunningIngestion.Stop)], asOf, RunningIngestion.Stop);
        return Text(columns.Select(c => (c.Key, c.Value)));
    }

    private static string Expected(StatCube cube)
    {
        var table = Regions.RegisterTable.Of(TestTables.People, cube).Table!;
        return Text(table.Series.SelectMany(table.ColumnsOf).Select(c => (c.Key, c.Value)));
    }

    private static string Text(IEnumerable<(ColumnKey Key, Column Column)> columns) => string.Join('\n', columns.OrderBy(c => c.Key)
        .SelectMany(c => c.Column.Areas.Select((area, i) => $"{c.Key} {area} {c.Column.Values[i]:R} {c.Column.Status[i]}")));
}
