using Microsoft.EntityFrameworkCore;
using Npgsql;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Columns;

/// <summary>The store on a real PostgreSQL.</summary>
public sealed class ColumnStoreTests : IAsyncLifetime
{
    private static readonly ColumnKey Key = new("population/persons", "RegSO2020", "2023");
    private TestDatabase _database = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await using var context = Context();
        await context.Database.EnsureCreatedAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task As_of_any_release_many_columns_are_what_was_written_then()
    {
        var histories = FsCheck.Fluent.Gen.Sample(RandomColumns.Histories.Generator, 10, 40).ToArray();
        var releases = histories.Max(h => h.Length);
        var written = new List<Dictionary<ColumnKey, Column>> { new() };
        for (var release = 1; release <= releases; release++)
        {
            var columns = histories.Index().Where(h => h.Item.Length >= release)
                .ToDictionary(h => KeyOf(h.Index), h => h.Item[release - 1]);
            var deltas = await Write(release, columns);
            var now = new Dictionary<ColumnKey, Column>(written[^1]);
            foreach (var (key, column) in columns)
            {
                now[key] = RandomColumns.WithWithdrawn(written[^1].GetValueOrDefault(key, Column.Empty), column);
            }

            written.Add(now);
            deltas.Select(d => d.Key).ShouldBeInOrder();
            await ShouldBeTheChanges(release, deltas);
        }

        for (var release = 0; release <= releases; release++)
        {
            var expected = written[release].Where(c => c.Value.Areas.Length > 0).ToDictionary();
            var read = await With(s => s.ReadManyAsync([.. Enumerable.Range(0, histories.Length).Select(KeyOf)], release, Cancellation));
            read.Keys.Order().ShouldBe(expected.Keys.Order());
            foreach (var (key, column) in expected)
            {
                RandomColumns.ShouldBeSame(read[key], column);
            }

            (await With(s => s.KeysAsync(null, release, Cancellation)))
                .ShouldBe(expected.Where(c => c.Value.Status.Any(Column.HasFigure)).Select(c => c.Key).Order());
        }
    }

    [Fact]
    public async Task Writing_a_release_again_gives_the_same_rows()
    {
        await Write(1, new() { [Key] = Figures(1, 2, 3) });
        var first = await Write(2, new() { [Key] = Figures(1, 9, 3) });
        var rows = await Rows();

        var again = await Write(2, new() { [Key] = Figures(1, 9, 3) });

        (await Rows()).ShouldBe(rows);
        again.Single().Areas.ShouldBe(first.Single().Areas, "the caller is told the same again");
    }

    [Fact]
    public async Task A_release_written_again_with_other_figures_replaces_its_rows_only()
    {
        await Write(1, new() { [Key] = Figures(1, 2) });
        await Write(2, new() { [Key] = Figures(1, 9) });

        (await Write(2, new() { [Key] = Figures(1, 2) })).ShouldBeEmpty("it now equals release 1");

        (await Rows()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_release_before_one_that_is_there_is_refused()
    {
        await Write(3, new() { [Key] = Figures(1) });

        (await Should.ThrowAsync<InvalidOperationException>(() => Write(2, new() { [Key] = Figures(2) }))).Message.ShouldContain("release 3");
    }

    [Fact]
    public async Task A_rolled_back_write_leaves_nothing_that_a_later_one_trusts()
    {
        await using (var context = Context())
        {
            await Should.ThrowAsync<NotSupportedException>(() => context.InTransactionAsync(
                async token =>
                {
                    await Store(context).WriteAsync(1, new Dictionary<ColumnKey, Column> { [Key] = Figures(1, 2) }, token);
                    RandomColumns.ShouldBeSame(await Store(context).ReadAsync(Key, 1, token), Figures(1, 2));
                    throw new NotSupportedException("The work failed after the write.");
                },
                Cancellation));
        }

        (await With(s => s.ReadAsync(Key, 1, Cancellation))).ShouldBeNull();
        await Write(1, new() { [Key] = Figures(1, 2) });
        RandomColumns.ShouldBeSame(await With(s => s.ReadAsync(Key, 1, Cancellation)), Figures(1, 2));
        (await Count("area_list")).ShouldBe(1);
    }

    [Theory]
    [InlineData(double.NaN, FigureStatus.Figure)]
    [InlineData(double.PositiveInfinity, FigureStatus.Figure)]
    [InlineData(1, FigureStatus.Missing)]
    public async Task A_value_that_its_status_denies_is_refused(double value, FigureStatus status)
    {
        var column = new Column(["0114R001"], [value], [status]);

        (await Should.ThrowAsync<ArgumentException>(() => Write(1, new() { [Key] = column }))).Message.ShouldContain("0114R001");
    }

    private static ColumnKey KeyOf(int number) => new($"series/{number % 7}", $"division{number / 7 % 2}", $"{2000 + (number / 14)}");

    private static Column Figures(params double[] values) =>
        new([.. values.Select((_, i) => $"0114R00{i + 1}")], values, new FigureStatus[values.Length]);

    private async Task<IReadOnlyList<ColumnDelta>> Write(long release, Dictionary<ColumnKey, Column> columns)
    {
        await using var context = Context();
        IReadOnlyList<ColumnDelta> deltas = [];
        await context.InTransactionAsync(async token => deltas = await Store(context).WriteAsync(release, columns, token), Cancellation);
        return deltas;
    }

    private async Task ShouldBeTheChanges(long release, IReadOnlyList<ColumnDelta> expected)
    {
        var changes = await With(s => s.ChangesAsync(release, Cancellation));
        changes.Select(d => d.Key).ShouldBe(expected.Select(d => d.Key));
        foreach (var (actual, told) in changes.Zip(expected))
        {
            actual.First.ShouldBe(told.First);
            RandomColumns.ShouldBeSame(actual.Before, told.Before);
            RandomColumns.ShouldBeSame(actual.After, told.After);
        }
    }

    private async Task<T> With<T>(Func<IColumnStore, Task<T>> read)
    {
        await using var context = Context();
        return await read(Store(context));
    }

    private static ColumnStore Store(ColumnContext context) => new(context, new BulkWriter());

    private async Task<List<string>> Rows()
    {
        await using var context = Context();
        return [.. (await context.Set<ColumnVersion>().ToListAsync(Cancellation))
            .Select(r => $"{r.Key} {r.Release} {r.AreaList} {r.Cells} {r.Figures} {r.First} {Convert.ToHexString(r.Payload)}")
            .Order(StringComparer.Ordinal)];
    }

    private async Task<long> Count(string table)
    {
        await using var source = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = source.CreateCommand(table == "area_list" ? "SELECT count(*) FROM area_list" : "SELECT count(*) FROM column_version");
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private ColumnContext Context() =>
        new(new DbContextOptionsBuilder().UseProvider(DatabaseProvider.PostgreSql, _database.ConnectionString).Options);

    private sealed class ColumnContext(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddColumnTables();
    }
}
