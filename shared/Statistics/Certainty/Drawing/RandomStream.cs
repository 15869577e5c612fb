using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>
/// Four generators xoshiro256++ side by side (D. Blackman and S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47, 2021), each seeded by
/// SplitMix64 from a seed, the number of the draw and the number of the stream in it. Any draw can be made without those before it, on any thread.
/// </summary>
internal struct RandomStream
{
    // 2⁻⁵³: half the distance between the numbers from 1 to 2.
    private const double HalfStep = 1.0 / (1L << 53);

    private Vector256<ulong> _a;
    private Vector256<ulong> _b;
    private Vector256<ulong> _c;
    private Vector256<ulong> _d;

    public RandomStream(ulong seed, ulong draw, ulong stream)
    {
        var state = Scrambled(Scrambled(Scrambled(seed) + draw) + stream);
        _a = Seeds(ref state);
        _b = Seeds(ref state);
        _c = Seeds(ref state);
        _d = Seeds(ref state);
    }

    /// <summary>Four numbers, uniform on the open interval from 0 to 1: odd multiples of 2⁻⁵³, so never an end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Next()
    {
        var sum = _a + _d;
        var result = Rotated(sum, 23) + _a;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = Rotated(_d, 45);
        return ((result >>> 12) | Vector256.Create(0x3FF0_0000_0000_0000UL)).AsDouble() - Vector256.Create(1 - HalfStep);
    }

    /// <summary>Fills a column, whose length is a multiple of four.</summary>
    public void Fill(Span<double> column)
    {
        // A copy's state stays in registers.
        var own = this;
        ref var first = ref MemoryMarshal.GetReference(column);
        for (var i = 0; i < column.Length; i += Vector256<double>.Count)
        {
            own.Next().StoreUnsafe(ref first, (nuint)i);
        }

        this = own;
    }

    /// <summary>Fills a column, whose length is a multiple of four, with standard normal numbers.</summary>
    public void FillNormal(Span<double> column)
    {
        var own = this;
        ref var first = ref MemoryMarshal.GetReference(column);
        for (var i = 0; i < column.Length; i += Vector256<double>.Count)
        {
            NormalQuantile.Of(own.Next()).StoreUnsafe(ref first, (nuint)i);
        }

        this = own;
    }

    /// <summary>The finaliser of SplitMix64: a bijection that scatters neighbours.</summary>
    internal static ulong Scrambled(ulong value)
    {
        value += 0x9E37_79B9_7F4A_7C15;
        value = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >>> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >>> 31);
    }

    private static Vector256<ulong> Seeds(ref ulong state)
    {
        Span<ulong> seeds = stackalloc ulong[4];
        foreach (ref var seed in seeds)
        {
            seed = Scrambled(state);
            state += 0x9E37_79B9_7F4A_7C15;
        }

        return Vector256.Create<ulong>(seeds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Rotated(Vector256<ulong> value, int by) => (value << by) | (value >>> (64 - by));
}
