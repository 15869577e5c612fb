namespace Utanforskap.Statistics.Certainty.Precision;

/// <summary>
/// Values that lie anywhere between ends of their own, and what that leaves open about whether a value reaches m + k·s, the mean and standard deviation of all of them.
/// </summary>
/// <remarks>
/// For k ≥ 0, m + k·s is convex in the values. Its least value is where each value comes as near as it can to t = m − s/k. Its greatest is at a corner where those with a middle above
/// some threshold are high and the others low; corners that are not of this kind can do better by less than one value's share, and are covered by going along the edges between two
/// neighbouring ones (the sums Σx and Σx² that can be reached lie below these edges, and m + k·s is quasi-concave in them). For k &lt; 0 all values are mirrored. What is left open by
/// rounding of the computation (1e-9) counts as possible. A value's own influence on the limits is taken into account: it is fixed at the end that is asked about. Time is n·log n once, and log n for
/// each question.
/// </remarks>
internal sealed class DeviationBox
{
    private const double Tolerance = 1e-9;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double _centre;
    private readonly double _inflation;
    private readonly Side _upright;
    private readonly Side _mirrored;
    private readonly Dictionary<double, (double Least, double Most)> _limits = [];

    private DeviationBox(double[] low, double[] high, double centre, int count, bool sample)
    {
        (_low, _high, _centre) = (low, high, centre);
        _inflation = sample ? Math.Sqrt(count / (count - 1.0)) : 1;
        _upright = new Side(low, high);
        _mirrored = new Side(Array.ConvertAll(high, x => -x), Array.ConvertAll(low, x => -x));
    }

    /// <summary>A box; null where there are so few values that one could come nearer to a limit m + k·s by moving away from it: k √n/(n−1) ≥ 1.</summary>
    public static DeviationBox? Of(double[] low, double[] high, IReadOnlyList<double> factors, bool sample)
    {
        var count = low.Count(x => !double.IsNaN(x));
        if (factors.Any(k => Math.Abs(k) * Math.Sqrt(count) >= count - 1))
        {
            return null;
        }

        // Near nought the squares keep their digits.
        var centre = low.Zip(high, (a, b) => (a + b) / 2).Where(x => !double.IsNaN(x)).Average();
        return new DeviationBox(Array.ConvertAll(low, x => x - centre), Array.ConvertAll(high, x => x - centre), centre, count, sample);
    }

    /// <summary>Whether value i is at least m + k·s wherever the values lie.</summary>
    public bool IsSurelyAtLeast(int i, double k)
    {
        var (least, most) = Limits(k);
        return _low[i] >= most + Tolerance || (_low[i] >= least && _low[i] >= Most(k, i, _low[i]) + Tolerance);
    }

    /// <summary>Whether value i can be at least m + k·s.</summary>
    public bool IsPossiblyAtLeast(int i, double k)
    {
        var (least, most) = Limits(k);
        return _high[i] >= most || (_high[i] >= least - Tolerance && _high[i] >= Least(k, i, _high[i]) - Tolerance);
    }

    /// <summary>The least and the greatest m + k·s.</summary>
    public (double Least, double Most) Limit(double k)
    {
        var (least, most) = Limits(k);
        return (least + _centre, most + _centre);
    }

    // With value i free, the limit reaches at least as far as with it fixed.
    private (double Least, double Most) Limits(double k)
    {
        if (!_limits.TryGetValue(k, out var limits))
        {
            _limits.Add(k, limits = (Least(k, -1, 0), Most(k, -1, 0)));
        }

        return limits;
    }

    private double Least(double k, int i, double at) => k >= 0 ? _upright.Least(k * _inflation, i, at) : -_mirrored.Most(-k * _inflation, i, -at);

    private double Most(double k, int i, double at) => k >= 0 ? _upright.Most(k * _inflation, i, at) : -_mirrored.Least(-k * _inflation, i, -at);

    /// <summary>The box for k ≥ 0.</summary>
    private sealed class Side
    {
        private readonly double[] _low;
        private readonly double[] _high;
        private readonly int _count;

        // Values by falling middle: what raising the first v of them from low to high adds to Σx and Σx².
        private readonly int[] _placeByMiddle;
        private readonly double[] _raised;
        private readonly double[] _raisedSquares;
        private readonly Ladder _lows;
        private readonly Ladder _highs;

        public Side(double[] low, double[] high)
        {
            (_low, _high) = (low, high);
            int[] there = [.. Enumerable.Range(0, low.Length).Where(i => !double.IsNaN(low[i]))];
            _count = there.Length;
            (_lows, _highs) = (new Ladder([.. there.Select(i => low[i])]), new Ladder([.. there.Select(i => high[i])]));
            int[] movable = [.. there.Where(i => high[i] > low[i])];
            Array.Sort(Array.ConvertAll(movable, i => -(low[i] + high[i])), movable);
            (_placeByMiddle, _raised, _raisedSquares) = (new int[low.Length], new double[movable.Length + 1], new double[movable.Length + 1]);
            Array.Fill(_placeByMiddle, movable.Length);
            for (var place = 0; place < movable.Length; place++)
            {
                var i = movable[place];
                _placeByMiddle[i] = place;
                _raised[place + 1] = _raised[place] + (high[i] - low[i]);
                _raisedSquares[place + 1] = _raisedSquares[place] + ((high[i] - low[i]) * (high[i] + low[i]));
            }
        }

        /// <summary>The greatest m + k·s, with value i fixed (−1: none).</summary>
        public double Most(double k, int i, double at)
        {
            // Along the edges m + k·s rises and then falls: the best corner by halving, then the two edges beside it. The edge of a fixed value has no length and is left out.
            var movable = _raised.Length - 1;
            var skipped = i < 0 ? movable : _placeByMiddle[i];
            var (from, to) = (0, skipped < movable ? movable - 1 : movable);
            var last = to;
            while (from < to)
            {
                var middle = (from + to) / 2;
                (from, to) = Corner(middle + 1) > Corner(middle) ? (middle + 1, to) : (from, middle);
            }

            var best = Corner(from);
            foreach (var edge in new[] { from - 1, from }.Where(edge => edge >= 0 && edge < last))
            {
                var start = edge >= skipped ? edge + 1 : edge;
                var (a, b) = (0.0, 1.0);
                for (var round = 0; round < 60; round++)
                {
                    var (left, right) = (a + ((b - a) / 3), b - ((b - a) / 3));
                    (a, b) = Edge(start, left, k, i, at) < Edge(start, right, k, i, at) ? (left, b) : (a, right);
                }

                best = Math.Max(best, Edge(start, (a + b) / 2, k, i, at));
            }

            return best;

            double Corner(int number) => Edge(number > skipped ? number + 1 : number, 0, k, i, at);
        }

        /// <summary>The least m + k·s, with value i fixed (−1: none).</summary>
        public double Least(double k, int i, double at)
        {
            if (k == 0)
            {
                return Value(_lows.Sum + (i < 0 ? 0 : at - _low[i]), 0, 0);
            }

            // t − (m − s/k) rises from below nought to above it.
            var (below, above) = (_lows.First - _highs.Last - 1, _highs.Last + 1);
            below = Math.Min(below, _lows.First - ((_highs.Last - _lows.First + 1) * (1 + (1 / k))));
            for (var round = 0; round < 80; round++)
            {
                var t = (below + above) / 2;
                var (sum, squares) = Near(t, i, at);
                var mean = sum / _count;
                (below, above) = t < mean - (Math.Sqrt(Math.Max(0, (squares / _count) - (mean * mean))) / k) ? (t, above) : (below, t);
            }

            var (s, q) = Near((below + above) / 2, i, at);
            return Value(s, q, k);
        }

        /// <summary>m + k·s where the first values by middle are high, the next is a share of the way, and the others are low.</summary>
        private double Edge(int raised, double share, double k, int i, double at)
        {
            var sum = _lows.Sum + _raised[raised];
            var squares = _lows.Squares + _raisedSquares[raised];
            if (share > 0)
            {
                sum += share * (_raised[raised + 1] - _raised[raised]);
                squares += share * (_raisedSquares[raised + 1] - _raisedSquares[raised]);
            }

            if (i >= 0)
            {
                var part = Math.Clamp(raised + share - _placeByMiddle[i], 0, 1);
                sum += at - _low[i] - (part * (_high[i] - _low[i]));
                squares += (at * at) - (_low[i] * _low[i]) - (part * ((_high[i] * _high[i]) - (_low[i] * _low[i])));
            }

            return Value(sum, squares, k);
        }

        /// <summary>Σx and Σx² where each value is as near to t as it can be.</summary>
        private (double Sum, double Squares) Near(double t, int i, double at)
        {
            var (under, underSum, underSquares) = _highs.Below(t);
            var (notOver, notOverSum, notOverSquares) = _lows.Below(t);
            var between = notOver - under;
            var sum = underSum + (_lows.Sum - notOverSum) + (between * t);
            var squares = underSquares + (_lows.Squares - notOverSquares) + (between * t * t);
            if (i >= 0)
            {
                var own = Math.Clamp(t, _low[i], _high[i]);
                (sum, squares) = (sum + at - own, squares + (at * at) - (own * own));
            }

            return (sum, squares);
        }

        private double Value(double sum, double squares, double k)
        {
            var mean = sum / _count;
            return mean + (k * Math.Sqrt(Math.Max(0, (squares / _count) - (mean * mean))));
        }
    }

    /// <summary>Rising values with the sums of those below any number.</summary>
    private sealed class Ladder
    {
        private readonly double[] _rising;
        private readonly double[] _sums;
        private readonly double[] _squares;

        public Ladder(double[] values)
        {
            Array.Sort(values);
            _rising = values;
            (_sums, _squares) = (new double[values.Length + 1], new double[values.Length + 1]);
            for (var i = 0; i < values.Length; i++)
            {
                (_sums[i + 1], _squares[i + 1]) = (_sums[i] + values[i], _squares[i] + (values[i] * values[i]));
            }
        }

        public double First => _rising[0];

        public double Last => _rising[^1];

        public double Sum => _sums[^1];

        public double Squares => _squares[^1];

        public (int Count, double Sum, double Squares) Below(double t)
        {
            var (low, high) = (0, _rising.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = _rising[middle] < t ? (middle + 1, high) : (low, middle);
            }

            return (low, _sums[low], _squares[low]);
        }
    }
}
