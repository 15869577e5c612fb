namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>
/// Ranks of a column: 1 is the highest value, ties take the lowest rank, 0 where the value is missing. Values are put into buckets of equal width, some for each
/// area, and sorted in each, in time linear in the areas unless the values heap up.
/// </summary>
internal sealed class Ranking
{
    private const int Crowd = 48;
    private const int BucketsPerArea = 3;
    private int[] _starts = [];
    private int[] _buckets = [];
    private double[] _sorted = [];
    private int[] _order = [];
    private int[] _ranks = [];

    [ThreadStatic]
    private static Ranking? own;

    /// <summary>The ranks; the array is used again by the next call on this thread.</summary>
    public static int[] Of(ReadOnlySpan<double> values) => (own ??= new Ranking()).RanksOf(values);

    private int[] RanksOf(ReadOnlySpan<double> values)
    {
        if (_ranks.Length != values.Length)
        {
            (_starts, _buckets) = (new int[(BucketsPerArea * values.Length) + 2], new int[values.Length]);
            (_sorted, _order, _ranks) = (new double[values.Length], new int[values.Length], new int[values.Length]);
        }

        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        foreach (var value in values)
        {
            lowest = value < lowest ? value : lowest;
            highest = value > highest ? value : highest;
        }

        var present = Distribute(values, highest, highest > lowest ? ((BucketsPerArea * values.Length) - 1) / (highest - lowest) : 0);
        Sort();
        for (var place = 0; place < present; place++)
        {
            var area = _order[place];
            _ranks[area] = place > 0 && _sorted[place] == _sorted[place - 1] ? _ranks[_order[place - 1]] : place + 1;
        }

        return _ranks;
    }

    private int Distribute(ReadOnlySpan<double> values, double highest, double perUnit)
    {
        Array.Clear(_starts);
        var present = 0;
        for (var area = 0; area < values.Length; area++)
        {
            if (double.IsNaN(values[area]))
            {
                (_buckets[area], _ranks[area]) = (-1, 0);
                continue;
            }

            var bucket = (int)((highest - values[area]) * perUnit);
            _buckets[area] = bucket;
            _starts[bucket + 1]++;
            present++;
        }

        for (var bucket = 1; bucket < _starts.Length; bucket++)
        {
            _starts[bucket] += _starts[bucket - 1];
        }

        for (var area = 0; area < values.Length; area++)
        {
            if (_buckets[area] >= 0)
            {
                var place = _starts[_buckets[area]]++;
                (_sorted[place], _order[place]) = (values[area], area);
            }
        }

        return present;
    }

    /// <summary>Sorts each bucket, falling; after the distribution a bucket ends where its start stands.</summary>
    private void Sort()
    {
        var from = 0;
        foreach (var to in _starts.AsSpan(0, _starts.Length - 1))
        {
            if (to - from > Crowd)
            {
                Array.Sort(_sorted, _order, from, to - from);
                Array.Reverse(_sorted, from, to - from);
                Array.Reverse(_order, from, to - from);
            }
            else
            {
                for (var place = from + 1; place < to; place++)
                {
                    var (value, area, at) = (_sorted[place], _order[place], place);
                    for (; at > from && _sorted[at - 1] < value; at--)
                    {
                        (_sorted[at], _order[at]) = (_sorted[at - 1], _order[at - 1]);
                    }

                    (_sorted[at], _order[at]) = (value, area);
                }
            }

            from = to;
        }
    }
}
