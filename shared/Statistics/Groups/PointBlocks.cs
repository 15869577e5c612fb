using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Utanforskap.Statistics.Groups;

/// <summary>
/// Points in blocks of eight, indicator by indicator within a block, so that one instruction works on the same indicator of several points. Every point's arithmetic is the same
/// sequence of fused multiply-adds wherever it lies in its block, so a distance has the same bits whichever other points are there, and on every machine. Immutable.
/// </summary>
internal sealed class PointBlocks
{
    /// <summary>Points in a block.</summary>
    public const int Width = 8;

    private const int Half = Width / 2;

    private readonly double[] _blocks;

    /// <param name="rows">The points' coordinates, point by point; all finite.</param>
    /// <param name="dimensions">Coordinates of a point.</param>
    public PointBlocks(double[] rows, int dimensions)
    {
        Rows = rows;
        Dimensions = dimensions;
        Count = rows.Length / dimensions;
        Blocks = (Count + Width - 1) / Width;
        _blocks = new double[Blocks * Width * dimensions];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < dimensions; j++)
            {
                _blocks[(((i / Width * dimensions) + j) * Width) + (i % Width)] = rows[(i * dimensions) + j];
            }
        }
    }

    /// <summary>How many points there are.</summary>
    public int Count { get; }

    /// <summary>Coordinates of a point.</summary>
    public int Dimensions { get; }

    /// <summary>How many blocks; the last may hold fewer points than <see cref="Width"/>.</summary>
    public int Blocks { get; }

    /// <summary>The coordinates point by point.</summary>
    public double[] Rows { get; }

    /// <summary>The coordinates of a point.</summary>
    public ReadOnlySpan<double> this[int point] => Rows.AsSpan(point * Dimensions, Dimensions);

    /// <summary>
    /// The nearest centroid of each point of a block: the least ½|c|² − c·x, which orders centroids as the distance does; the first of equals.
    /// </summary>
    /// <returns>Those least scores, of the block's points two by two.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Vector256<double> Nearest(int block, Centroids centroids, out Vector256<long> low, out Vector256<long> high)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(_blocks);
        ref var c = ref MemoryMarshal.GetArrayDataReference(centroids.Negated);
        ref var bias = ref MemoryMarshal.GetArrayDataReference(centroids.HalfSquares);
        var start = (nuint)(block * Width * Dimensions);
        var end = start + (nuint)(Width * Dimensions);
        var bestLow = Vector256.Create(double.PositiveInfinity);
        var bestHigh = bestLow;
        low = Vector256<long>.Zero;
        high = low;
        nuint at = 0;
        for (var first = 0; first < centroids.Padded; first += Centroids.Batch)
        {
            var low0 = Vector256.Create(Unsafe.Add(ref bias, first));
            var low1 = Vector256.Create(Unsafe.Add(ref bias, first + 1));
            var low2 = Vector256.Create(Unsafe.Add(ref bias, first + 2));
            var low3 = Vector256.Create(Unsafe.Add(ref bias, first + 3));
            var (high0, high1, high2, high3) = (low0, low1, low2, low3);
            for (var here = start; here < end; here += Width)
            {
                var xLow = Vector256.LoadUnsafe(ref x, here);
                var xHigh = Vector256.LoadUnsafe(ref x, here + Half);
                var c0 = Vector256.Create(Unsafe.Add(ref c, at));
                low0 = Vector256.FusedMultiplyAdd(xLow, c0, low0);
                high0 = Vector256.FusedMultiplyAdd(xHigh, c0, high0);
                var c1 = Vector256.Create(Unsafe.Add(ref c, at + 1));
                low1 = Vector256.FusedMultiplyAdd(xLow, c1, low1);
                high1 = Vector256.FusedMultiplyAdd(xHigh, c1, high1);
                var c2 = Vector256.Create(Unsafe.Add(ref c, at + 2));
                low2 = Vector256.FusedMultiplyAdd(xLow, c2, low2);
                high2 = Vector256.FusedMultiplyAdd(xHigh, c2, high2);
                var c3 = Vector256.Create(Unsafe.Add(ref c, at + 3));
                low3 = Vector256.FusedMultiplyAdd(xLow, c3, low3);
                high3 = Vector256.FusedMultiplyAdd(xHigh, c3, high3);
                at += Centroids.Batch;
            }

            Keep(low0, first, ref bestLow, ref low);
            Keep(low1, first + 1, ref bestLow, ref low);
            Keep(low2, first + 2, ref bestLow, ref low);
            Keep(low3, first + 3, ref bestLow, ref low);
            Keep(high0, first, ref bestHigh, ref high);
            Keep(high1, first + 1, ref bestHigh, ref high);
            Keep(high2, first + 2, ref bestHigh, ref high);
            Keep(high3, first + 3, ref bestHigh, ref high);
        }

        return bestLow + bestHigh;
    }

    /// <summary>The squared distance of a block's points to one point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SquaredDistances(int block, ReadOnlySpan<double> point, out Vector256<double> low, out Vector256<double> high)
    {
        ref var x = ref MemoryMarshal.GetArrayDataReference(_blocks);
        var here = (nuint)(block * Width * Dimensions);
        low = Vector256<double>.Zero;
        high = low;
        foreach (var coordinate in point)
        {
            var at = Vector256.Create(coordinate);
            var awayLow = Vector256.LoadUnsafe(ref x, here) - at;
            var awayHigh = Vector256.LoadUnsafe(ref x, here + Half) - at;
            low = Vector256.FusedMultiplyAdd(awayLow, awayLow, low);
            high = Vector256.FusedMultiplyAdd(awayHigh, awayHigh, high);
            here += Width;
        }
    }

    /// <summary>The squared distance of a point to another: the bits of <see cref="SquaredDistances"/>.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < b.Length; j++)
        {
            var away = a[j] - b[j];
            sum = Math.FusedMultiplyAdd(away, away, sum);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<double> score, int number, ref Vector256<double> best, ref Vector256<long> nearest)
    {
        var isNearer = Vector256.LessThan(score, best);
        best = Vector256.ConditionalSelect(isNearer, score, best);
        nearest = Vector256.ConditionalSelect(isNearer.AsInt64(), Vector256.Create((long)number), nearest);
    }
}
