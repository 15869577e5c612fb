namespace Utanforskap.Ingestion.Sources;

/// <summary>A run of categories of one dimension.</summary>
/// <param name="Start">Index of the first.</param>
/// <param name="Count">How many, at least one.</param>
public readonly record struct CategoryRun(int Start, int Count);

/// <summary>Cuts a table into blocks that each keep within the source's cell limit.</summary>
public static class SelectionSplitter
{
    /// <summary>
    /// The fewest blocks of an even grid, each at most <paramref name="limit"/> cells, that cover every cell exactly once; a block has one run for each dimension.
    /// </summary>
    /// <param name="sizes">Number of categories of each dimension, all at least one.</param>
    /// <param name="limit">Cells that one block may have, at least one.</param>
    public static IReadOnlyList<CategoryRun[]> Split(IReadOnlyList<int> sizes, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (sizes.Any(size => size < 1))
        {
            throw new ArgumentException("Every dimension needs at least one category.", nameof(sizes));
        }

        var parts = new Search(sizes, limit).Run();
        var blocks = new List<CategoryRun[]> { Array.Empty<CategoryRun>() };
        for (var d = 0; d < sizes.Count; d++)
        {
            var runs = Runs(sizes[d], parts[d]);
            blocks = [.. blocks.SelectMany(block => runs.Select(run => (CategoryRun[])[.. block, run]))];
        }

        return blocks;
    }

    /// <summary>Runs whose lengths differ by at most one.</summary>
    private static CategoryRun[] Runs(int size, int parts)
    {
        var runs = new CategoryRun[parts];
        for (var i = 0; i < parts; i++)
        {
            var start = (int)((long)size * i / parts);
            runs[i] = new CategoryRun(start, (int)((long)size * (i + 1) / parts) - start);
        }

        return runs;
    }

    /// <summary>How many parts each dimension is cut into: branch and bound over the dimensions, largest first.</summary>
    private sealed class Search(IReadOnlyList<int> sizes, int limit)
    {
        private readonly int[] _order = [.. Enumerable.Range(0, sizes.Count).OrderByDescending(d => sizes[d])];
        private readonly int[] _parts = new int[sizes.Count];
        private int[] _best = [];
        private double _bestCalls = double.PositiveInfinity;

        public int[] Run()
        {
            Visit(0, 1, 1);
            return _best;
        }

        /// <param name="depth">Dimensions decided.</param>
        /// <param name="block">Cells of a block over the decided dimensions.</param>
        /// <param name="calls">Blocks over the decided dimensions.</param>
        private void Visit(int depth, double block, double calls)
        {
            if (depth == _order.Length)
            {
                if (calls < _bestCalls)
                {
                    _bestCalls = calls;
                    _best = [.. _parts];
                }

                return;
            }

            var size = sizes[_order[depth]];
            var rest = _order.Skip(depth + 1).Aggregate(1.0, (product, d) => product * sizes[d]);
            var longest = Math.Floor(limit / block);
            if (longest < 1)
            {
                return;
            }

            for (var parts = (int)Math.Ceiling(size / longest); parts <= size && calls * parts < _bestCalls; parts++)
            {
                var run = (size + parts - 1) / parts;
                if (calls * parts * Math.Ceiling(block * run * rest / limit) >= _bestCalls)
                {
                    continue;
                }

                _parts[_order[depth]] = parts;
                Visit(depth + 1, block * run, calls * parts);
            }
        }
    }
}
