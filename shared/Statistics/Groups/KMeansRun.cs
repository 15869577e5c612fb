using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Chance;

namespace Utanforskap.Statistics.Groups;

/// <summary>Where a descent ended: its centroids one after the other, and the sum of squares of its last assignment.</summary>
internal readonly record struct Solution(double[] Centroids, double SumOfSquares);

/// <summary>One descent from one start, on one thread; used again for the next.</summary>
internal sealed class KMeansRun
{
    private const int Unlabelled = -1;

    private readonly PointBlocks _points;
    private readonly int _k;
    private readonly long[] _labels;
    private readonly double[] _distances;
    private readonly double[] _sums;
    private readonly int[] _sizes;
    private readonly double _squares;
    private readonly double _meanVariance;
    private Centroids _centroids;

    public KMeansRun(PointBlocks points, int k)
    {
        _points = points;
        _k = k;
        _labels = new long[points.Blocks * PointBlocks.Width];
        _distances = new double[points.Blocks * PointBlocks.Width];
        _sums = new double[k * points.Dimensions];
        _sizes = new int[k];
        _centroids = new Centroids(new double[k * points.Dimensions], points.Dimensions);
        (_squares, _meanVariance) = Moments(points);
    }

    /// <summary>A start: the given centroids and, for the missing ones, greedy k-means++.</summary>
    public double[] Seed(SeededRandom random, IReadOnlyList<double[]> given)
    {
        var rows = new double[_k * _points.Dimensions];
        var seeding = new Seeding(_points, _distances);
        for (var c = 0; c < _k; c++)
        {
            var centroid = rows.AsSpan(c * _points.Dimensions, _points.Dimensions);
            if (c < given.Count)
            {
                given[c].CopyTo(centroid);
            }
            else
            {
                _points[seeding.Choose(random, c == 0 ? 1 : 2 + (int)Math.Log(_k))].CopyTo(centroid);
            }

            seeding.Add(centroid);
        }

        return rows;
    }

    /// <summary>Lloyd's iteration until the centroids hardly move.</summary>
    public Solution Descend(double[] start, double tolerance, int mostIterations)
    {
        _centroids = new Centroids(start, _points.Dimensions);
        var (_, sumOfSquares) = Iterate(tolerance * _meanVariance, mostIterations);
        return new Solution(start, sumOfSquares);
    }

    /// <summary>Lloyd's iteration until no point changes group, with means summed afresh.</summary>
    public KMeansResult Complete(double[] start, int mostIterations)
    {
        _centroids = new Centroids(start, _points.Dimensions);
        var iterations = 0;
        do
        {
            iterations += Iterate(0, mostIterations - iterations).Iterations;
            SumAfresh();
            Move();
        }
        while (iterations < mostIterations && !IsSettled());

        var labels = new int[_points.Count];
        var sum = default(CompensatedSum);
        for (var i = 0; i < labels.Length; i++)
        {
            (labels[i], var square) = NearestOf(_points[i]);
            sum.Add(square);
        }

        return new KMeansResult([.. Enumerable.Range(0, _k).Select(c => _centroids[c].ToArray())], labels, sum.Value);
    }

    private static (double Squares, double MeanVariance) Moments(PointBlocks points)
    {
        double all = 0, variances = 0;
        for (var j = 0; j < points.Dimensions; j++)
        {
            double sum = 0, squares = 0;
            for (var i = j; i < points.Rows.Length; i += points.Dimensions)
            {
                sum += points.Rows[i];
                squares += points.Rows[i] * points.Rows[i];
            }

            all += squares;
            variances += Math.Max(0, (squares / points.Count) - (sum / points.Count * (sum / points.Count)));
        }

        return (all, variances / points.Dimensions);
    }

    private (int Iterations, double SumOfSquares) Iterate(double stillness, int mostIterations)
    {
        Array.Fill(_labels, Unlabelled);
        Array.Clear(_sums);
        Array.Clear(_sizes);
        for (var iteration = 1; ; iteration++)
        {
            var hasChanged = Assign(out var sumOfSquares);
            if (hasChanged)
            {
                FillEmpty();
            }

            if (!hasChanged || Move() <= stillness || iteration >= mostIterations)
            {
                return (iteration, sumOfSquares);
            }
        }
    }

    /// <summary>Gives each point its nearest centroid and keeps the groups' sums, in the points' order.</summary>
    private bool Assign(out double sumOfSquares)
    {
        var hasChanged = false;
        var scores = Vector256<double>.Zero;
        for (var block = 0; block < _points.Blocks; block++)
        {
            var at = block * PointBlocks.Width;
            scores += _points.Nearest(block, _centroids, out var low, out var high);
            var labels = _labels.AsSpan(at, PointBlocks.Width);
            if (low == Vector256.Create<long>(labels) && high == Vector256.Create<long>(labels[4..]))
            {
                continue;
            }

            hasChanged = true;
            for (var lane = 0; lane < PointBlocks.Width; lane++)
            {
                var label = lane < 4 ? low[lane] : high[lane - 4];
                if (label != labels[lane])
                {
                    if (at + lane < _points.Count)
                    {
                        Relabel(at + lane, (int)labels[lane], (int)label);
                    }

                    labels[lane] = label;
                }
            }
        }

        // ½|c|² − c·x is half the squared distance less ½|x|²; points at 0 that only fill a block up are taken away.
        var filling = (_points.Blocks * PointBlocks.Width) - _points.Count;
        sumOfSquares = _squares + (2 * (Vector256.Sum(scores) - (filling * Enumerable.Min(_centroids.HalfSquares))));
        return hasChanged;
    }

    private void Relabel(int point, int from, int to)
    {
        var x = _points[point];
        if (from != Unlabelled)
        {
            _sizes[from]--;
            var old = _sums.AsSpan(from * x.Length, x.Length);
            for (var j = 0; j < x.Length; j++)
            {
                old[j] -= x[j];
            }
        }

        _sizes[to]++;
        var sums = _sums.AsSpan(to * x.Length, x.Length);
        for (var j = 0; j < x.Length; j++)
        {
            sums[j] += x[j];
        }
    }

    /// <summary>A group that has lost all its points gets the point that is farthest from its centroid, of a group with more than one; the first of equals.</summary>
    private void FillEmpty()
    {
        for (var c = 0; c < _k; c++)
        {
            if (_sizes[c] > 0)
            {
                continue;
            }

            var (farthest, most) = (-1, -1.0);
            for (var i = 0; i < _points.Count; i++)
            {
                var label = (int)_labels[i];
                if (_sizes[label] > 1 && PointBlocks.SquaredDistance(_points[i], _centroids[label]) is var square && square > most)
                {
                    (farthest, most) = (i, square);
                }
            }

            Relabel(farthest, (int)_labels[farthest], c);
            _labels[farthest] = c;
        }
    }

    /// <summary>Puts each centroid on its group's mean; returns the sum of squared moves.</summary>
    private double Move()
    {
        var moved = 0.0;
        for (var c = 0; c < _k; c++)
        {
            var row = _centroids.Row(c);
            for (var j = 0; j < row.Length; j++)
            {
                var mean = _sums[(c * row.Length) + j] / _sizes[c];
                moved += (mean - row[j]) * (mean - row[j]);
                row[j] = mean;
            }
        }

        _centroids.Lay();
        return moved;
    }

    private void SumAfresh()
    {
        var sums = new CompensatedSum[_sums.Length];
        for (var i = 0; i < _points.Count; i++)
        {
            var x = _points[i];
            var first = (int)_labels[i] * x.Length;
            for (var j = 0; j < x.Length; j++)
            {
                sums[first + j].Add(x[j]);
            }
        }

        for (var i = 0; i < sums.Length; i++)
        {
            _sums[i] = sums[i].Value;
        }
    }

    private bool IsSettled()
    {
        for (var i = 0; i < _points.Count; i++)
        {
            if (NearestOf(_points[i]).Label != _labels[i])
            {
                return false;
            }
        }

        return true;
    }

    private (int Label, double Square) NearestOf(ReadOnlySpan<double> point)
    {
        var (label, least) = (0, double.PositiveInfinity);
        for (var c = 0; c < _k; c++)
        {
            var square = PointBlocks.SquaredDistance(point, _centroids[c]);
            if (square < least)
            {
                (label, least) = (c, square);
            }
        }

        return (label, least);
    }
}
