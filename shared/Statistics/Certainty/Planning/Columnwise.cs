using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>What is done with columns or parts of them, four values at a time; missing values (NaN) are left out and left missing. Columns are padded with them.</summary>
internal static class Columnwise
{
    private static readonly nuint Step = (nuint)Vector256<double>.Count;

    /// <summary>Mean and standard deviation in two passes; each lane sums every fourth value, and the lanes are added in their order.</summary>
    public static Spread Spread(ReadOnlySpan<double> values, bool sample)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var (sum, count) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            var x = Vector256.LoadUnsafe(ref value, i);
            var there = Vector256.Equals(x, x);
            sum += x & there;
            count += Vector256.Create(1.0) & there;
        }

        var n = Sum(count);
        if (n == 0)
        {
            return new Spread(0, double.NaN, double.NaN);
        }

        var mean = Sum(sum) / n;
        var (squares, rest) = (Vector256<double>.Zero, Vector256<double>.Zero);
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            var x = Vector256.LoadUnsafe(ref value, i);
            var distance = (x - Vector256.Create(mean)) & Vector256.Equals(x, x);
            squares += distance * distance;
            rest += distance;
        }

        var off = Sum(rest);
        var divisor = sample ? n - 1 : n;
        return new Spread((int)n, mean + (off / n), divisor > 0 ? Math.Sqrt(Math.Max(0, (Sum(squares) - (off * off / n)) / divisor)) : double.NaN);
    }

    /// <summary>The lowest and the highest value; infinities the wrong way round of no values.</summary>
    public static (double Lowest, double Highest) Ends(ReadOnlySpan<double> values)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        var (lowest, highest) = (Vector256.Create(double.PositiveInfinity), Vector256.Create(double.NegativeInfinity));
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            var x = Vector256.LoadUnsafe(ref value, i);
            lowest = Vector256.ConditionalSelect(Vector256.LessThan(x, lowest), x, lowest);
            highest = Vector256.ConditionalSelect(Vector256.GreaterThan(x, highest), x, highest);
        }

        return (
            Math.Min(Math.Min(lowest[0], lowest[1]), Math.Min(lowest[2], lowest[3])),
            Math.Max(Math.Max(highest[0], highest[1]), Math.Max(highest[2], highest[3])));
    }

    /// <summary>(value − centre) · factor + offset.</summary>
    public static void Linear(ReadOnlySpan<double> values, double centre, double factor, double offset, Span<double> images)
    {
        ref var value = ref MemoryMarshal.GetReference(values);
        ref var image = ref MemoryMarshal.GetReference(images);
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            (((Vector256.LoadUnsafe(ref value, i) - Vector256.Create(centre)) * factor) + Vector256.Create(offset)).StoreUnsafe(ref image, i);
        }
    }

    /// <summary>numerator / denominator · per; missing where the denominator is 0.</summary>
    public static void Divide(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, double per, Span<double> quotients)
    {
        ref var numerator = ref MemoryMarshal.GetReference(numerators);
        ref var denominator = ref MemoryMarshal.GetReference(denominators);
        ref var quotient = ref MemoryMarshal.GetReference(quotients);
        for (nuint i = 0; i < (nuint)quotients.Length; i += Step)
        {
            var by = Vector256.LoadUnsafe(ref denominator, i);
            var share = Vector256.LoadUnsafe(ref numerator, i) / by * per;
            Vector256.ConditionalSelect(Vector256.Equals(by, Vector256<double>.Zero), Vector256.Create(double.NaN), share).StoreUnsafe(ref quotient, i);
        }
    }

    /// <summary>low + share · width.</summary>
    public static void Between(ReadOnlySpan<double> lows, ReadOnlySpan<double> widths, ReadOnlySpan<double> shares, Span<double> values)
    {
        ref var low = ref MemoryMarshal.GetReference(lows);
        ref var width = ref MemoryMarshal.GetReference(widths);
        ref var share = ref MemoryMarshal.GetReference(shares);
        ref var value = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            (Vector256.LoadUnsafe(ref low, i) + (Vector256.LoadUnsafe(ref share, i) * Vector256.LoadUnsafe(ref width, i))).StoreUnsafe(ref value, i);
        }
    }

    /// <summary>figure · multiply + add, held between limits, + mask (0, or missing).</summary>
    public static void Made(ReadOnlySpan<double> figures, double multiply, double add, double lowest, double highest, ReadOnlySpan<double> mask, Span<double> values)
    {
        ref var figure = ref MemoryMarshal.GetReference(figures);
        ref var hidden = ref MemoryMarshal.GetReference(mask);
        ref var value = ref MemoryMarshal.GetReference(values);
        var (low, high) = (Vector256.Create(lowest), Vector256.Create(highest));
        for (nuint i = 0; i < (nuint)values.Length; i += Step)
        {
            var made = (Vector256.LoadUnsafe(ref figure, i) * multiply) + Vector256.Create(add);
            made = Vector256.ConditionalSelect(Vector256.LessThan(made, low), low, made);
            made = Vector256.ConditionalSelect(Vector256.GreaterThan(made, high), high, made);
            (made + Vector256.LoadUnsafe(ref hidden, i)).StoreUnsafe(ref value, i);
        }
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + lanes[2] + lanes[3];
}
