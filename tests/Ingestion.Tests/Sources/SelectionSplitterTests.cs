using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Ingestion.Sources;

namespace Utanforskap.Ingestion.Tests.Sources;

public sealed class SelectionSplitterTests
{
    private static readonly Gen<(int[] Sizes, int Limit)> _tables =
        from sizes in Gen.Choose(1, 9).ArrayOf().Where(s => s.Length is > 0 and <= 4)
        from limit in Gen.Choose(1, 200)
        select (sizes, limit);

    [Fact]
    public void Every_cell_is_covered_exactly_once_and_no_block_is_above_the_limit() =>
        Prop.ForAll(_tables.ToArbitrary(), table =>
        {
            var blocks = SelectionSplitter.Split(table.Sizes, table.Limit);
            var seen = new int[table.Sizes.Aggregate(1, (p, s) => p * s)];
            foreach (var block in blocks)
            {
                var cells = Cells(block, table.Sizes).ToList();
                cells.Count.ShouldBeLessThanOrEqualTo(table.Limit);
                cells.ForEach(c => seen[c]++);
            }

            seen.ShouldAllBe(n => n == 1);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void No_cut_of_one_dimension_takes_fewer_calls() =>
        Prop.ForAll(_tables.ToArbitrary(), table =>
        {
            var calls = SelectionSplitter.Split(table.Sizes, table.Limit).Count;
            var product = table.Sizes.Aggregate(1, (p, s) => p * s);
            foreach (var size in table.Sizes)
            {
                var rest = product / size;
                if (rest <= table.Limit)
                {
                    calls.ShouldBeLessThanOrEqualTo((int)Math.Ceiling(size / Math.Floor((double)table.Limit / rest)));
                }
            }

            calls.ShouldBeGreaterThanOrEqualTo((product + table.Limit - 1) / table.Limit, "fewer blocks could not hold the cells");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(new[] { 18870, 1, 1, 4 }, 150_000, 1)]
    [InlineData(new[] { 18870, 22, 3, 4 }, 150_000, 34)]
    [InlineData(new[] { 5_000_000 }, 150_000, 34)]
    [InlineData(new[] { 500, 400 }, 100, 2000)]
    public void Real_sizes_take_few_calls(int[] sizes, int limit, int calls) =>
        SelectionSplitter.Split(sizes, limit).Count.ShouldBe(calls);

    private static IEnumerable<int> Cells(CategoryRun[] block, int[] sizes)
    {
        IEnumerable<int> cells = [0];
        for (var d = 0; d < sizes.Length; d++)
        {
            var (run, size) = (block[d], sizes[d]);
            cells = cells.SelectMany(c => Enumerable.Range(run.Start, run.Count).Select(i => c * size + i)).ToList();
        }

        return cells;
    }
}
