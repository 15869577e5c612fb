using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Chance;

namespace Utanforskap.Statistics.Groups;

/// <summary>k-means++: the next centroid is a point, drawn with a probability proportional to its squared distance to the nearest centroid so far.</summary>
/// <param name="points">All points.</param>
/// <param name="distances">Room for a squared distance per point.</param>
internal sealed class Seeding(PointBlocks points, double[] distances)
{
    private const int BlocksInStretch = 64;

    private readonly double[] _stretches = new double[(points.Blocks + BlocksInStretch - 1) / BlocksInStretch];
    private bool _hasCentroid;
    private double _total;

    /// <summary>Draws candidates and returns the one that would leave the least sum of squared distances, the first of equals.</summary>
    public int Choose(SeededRandom random, int candidates)
    {
        if (!_hasCentroid)
        {
            return random.NextInt(points.Count);
        }

        var (best, least) = (-1, double.PositiveInfinity);
        for (var candidate = 0; candidate < candidates; candidate++)
        {
            var point = Draw(random.NextDouble() * _total);
            var left = candidates == 1 ? 0 : Left(points[point]);
            if (left < least)
            {
                (best, least) = (point, left);
            }
        }

        return best;
    }

    /// <summary>Counts the distances to one more centroid.</summary>
    public void Add(ReadOnlySpan<double> centroid)
    {
        _total = 0;
        for (var stretch = 0; stretch < _stretches.Length; stretch++)
        {
            var sum = Vector256<double>.Zero;
            var end = Math.Min(points.Blocks, (stretch + 1) * BlocksInStretch);
            for (var block = stretch * BlocksInStretch; block < end; block++)
            {
                var (low, high) = Nearer(block, centroid);
                low.CopyTo(distances, block * PointBlocks.Width);
                high.CopyTo(distances, (block * PointBlocks.Width) + 4);
                sum += low + high;
            }

            _stretches[stretch] = Vector256.Sum(sum);
            _total += _stretches[stretch];
        }

        _hasCentroid = true;
    }

    private double Left(ReadOnlySpan<double> candidate)
    {
        var sum = Vector256<double>.Zero;
        for (var block = 0; block < points.Blocks; block++)
        {
            var (low, high) = Nearer(block, candidate);
            sum += low + high;
        }

        return Vector256.Sum(sum);
    }

    private (Vector256<double> Low, Vector256<double> High) Nearer(int block, ReadOnlySpan<double> centroid)
    {
        points.SquaredDistances(block, centroid, out var low, out var high);
        if (!_hasCentroid)
        {
            // Points that only fill the last block up are never drawn.
            var first = Vector256.Create<long>(points.Count - (block * PointBlocks.Width));
            var lanes = Vector256.Create(0L, 1, 2, 3);
            return (
                Vector256.ConditionalSelect(Vector256.LessThan(lanes, first).AsDouble(), low, Vector256<double>.Zero),
                Vector256.ConditionalSelect(Vector256.LessThan(lanes + Vector256.Create(4L), first).AsDouble(), high, Vector256<double>.Zero));
        }

        ref var known = ref MemoryMarshal.GetArrayDataReference(distances);
        var at = (nuint)(block * PointBlocks.Width);
        return (Vector256.Min(low, Vector256.LoadUnsafe(ref known, at)), Vector256.Min(high, Vector256.LoadUnsafe(ref known, at + 4)));
    }

    private int Draw(double at)
    {
        var stretch = 0;
        while (stretch < _stretches.Length - 1 && at >= _stretches[stretch])
        {
            at -= _stretches[stretch];
            stretch++;
        }

        var (chosen, end) = (-1, Math.Min(points.Count, (stretch + 1) * BlocksInStretch * PointBlocks.Width));
        for (var i = stretch * BlocksInStretch * PointBlocks.Width; i < end; i++)
        {
            if (distances[i] > 0)
            {
                chosen = i;
                at -= distances[i];
                if (at < 0)
                {
                    break;
                }
            }
        }

        // Rounding may leave a rest in a last stretch without any distance.
        return chosen >= 0 ? chosen : Array.FindLastIndex(distances, points.Count - 1, distance => distance > 0);
    }
}
