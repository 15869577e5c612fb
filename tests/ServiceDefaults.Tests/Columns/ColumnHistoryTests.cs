using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.ServiceDefaults.Tests.Columns;

/// <summary>What a column's rows give back, whatever was written; without a database.</summary>
public sealed class ColumnHistoryTests
{
    private static readonly ColumnKey Key = new("population/persons", "RegSO2020", "2023");

    [Fact]
    public void As_of_any_release_a_column_is_what_was_written_then() => Prop.ForAll(
        RandomColumns.Histories,
        written =>
        {
            var (rows, states) = Write(written);
            for (var release = 0; release <= written.Length; release++)
            {
                var read = rows.Length == 0 ? Column.Empty : Read(rows).AsOf(release);
                RandomColumns.ShouldBeSame(read, states[release]);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_release_stores_only_the_cells_that_differ() => Prop.ForAll(
        RandomColumns.Histories,
        written =>
        {
            var (rows, states) = Write(written);
            for (var i = 1; i <= written.Length; i++)
            {
                var (before, after) = (RandomColumns.Cells(states[i - 1]), RandomColumns.Cells(states[i]));
                var expected = after.Where(c => !before.TryGetValue(c.Key, out var old) || !old.Equals(c.Value)).Select(c => c.Key)
                    .Order(StringComparer.Ordinal).ToArray();
                var row = rows.SingleOrDefault(r => r.Release == i);
                (row?.Cells ?? 0).ShouldBe(expected.Length);
                if (row is not null)
                {
                    var delta = Read([.. rows.Where(r => r.Release <= i)]).DeltaOf(i);
                    delta.Areas.ShouldBe(expected);
                    RandomColumns.Cells(delta.After).ShouldBe(after.Where(c => expected.Contains(c.Key)), ignoreOrder: true);
                    RandomColumns.Cells(delta.Before).ShouldBe(before.Where(c => expected.Contains(c.Key)), ignoreOrder: true);
                    delta.First.ShouldBe(!states[i - 1].Status.Any(Column.HasFigure));
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_history_gives_the_same_bytes() => Prop.ForAll(
        RandomColumns.Histories,
        written =>
        {
            var (first, _) = Write(written);
            var (again, _) = Write([.. written.Select(RandomColumns.Copy)]);
            again.Select(r => (r.Release, r.AreaList, Convert.ToHexString(r.Payload)))
                .ShouldBe(first.Select(r => (r.Release, r.AreaList, Convert.ToHexString(r.Payload))));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_that_goes_back_is_a_change_each_time()
    {
        var (a, b) = (Figures(1, 2), Figures(1, 3));

        var (rows, _) = Write([a, b, b, a]);

        rows.Select(r => (r.Release, r.Cells)).ShouldBe([(1, 2), (2, 1), (4, 1)], "the third release changes nothing");
        RandomColumns.ShouldBeSame(Read(rows).AsOf(4), a);
    }

    [Fact]
    public void Counts_of_persons_take_about_two_bytes_each()
    {
        var areas = Enumerable.Range(0, 3363).Select(i => $"{i / 100:0000}R{i % 100:000}").ToArray();
        var column = new Column(areas, [.. areas.Select((_, i) => 650.0 + (i % 5000))], new FigureStatus[areas.Length]);

        var (rows, _) = Write([column]);

        rows.Single().Payload.Length.ShouldBeLessThan(2 * areas.Length + 20);
    }

    [Fact]
    public void A_damaged_block_is_told_from_a_good_one()
    {
        var (rows, _) = Write([Figures(1, 2, 3)]);
        var payload = rows.Single().Payload;

        foreach (var damaged in new[] { payload[..^1], [.. payload, 0], [.. payload.Select((b, i) => i == 0 ? (byte)9 : b)] })
        {
            Should.Throw<InvalidDataException>(() => CellBlock.Overlay(damaged, new double[3], new FigureStatus[3]));
        }
    }

    private static Column Figures(params double[] values) =>
        new([.. values.Select((_, i) => $"0114R00{i + 1}")], values, new FigureStatus[values.Length]);

    private static (ColumnVersion[] Rows, Column[] States) Write(Column[] written)
    {
        var rows = new List<ColumnVersion>();
        var states = new List<Column> { Column.Empty };
        foreach (var column in written)
        {
            var before = rows.Count == 0 ? Column.Empty : Read([.. rows]).AsOf(long.MaxValue);
            if (ColumnDifference.Between(Key, before, column) is { } difference)
            {
                var (hash, bytes) = AreaListBlock.Write(difference.Areas);
                AreaListBlock.Read(new AreaList { Hash = hash, Codes = bytes });
                rows.Add(difference.ToRow(states.Count, hash));
            }

            states.Add(RandomColumns.WithWithdrawn(states[^1], column));
        }

        return ([.. rows], [.. states]);
    }

    private static ColumnHistory Read(ColumnVersion[] rows) =>
        new(Key, rows, rows.Select(r => r.AreaList).Distinct().ToDictionary(h => h, h => AreaListBlock.Find(h)!));
}
