namespace Utanforskap.Statistics.Chance;

/// <summary>
/// Numbers by chance that are the same for the same seed and stream, on every machine and in every version of the runtime: xoshiro256** (D. Blackman and
/// S. Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47, 2021), its state filled by SplitMix64. Work that is spread over threads gives each
/// piece a stream of its own, so that its result does not depend on the number of threads. Not thread safe.
/// </summary>
public sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>The stream with this number of a seed; streams of one seed are unrelated to each other.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which stream of the seed, e.g. the number of a replicate.</param>
    public SeededRandom(long seed, long stream = 0)
    {
        var state = unchecked((ulong)seed);
        state = SplitMix(ref state) ^ unchecked((ulong)stream * 0xD1342543DE82EF95UL);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = ulong.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="below"/>−1, without bias (D. Lemire, Fast random integer generation in an interval, 2019).</summary>
    public int NextInt(int below)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(below);
        var range = (ulong)below;
        var high = Math.BigMul(NextBits(), range, out var low);
        for (var rejected = unchecked(0UL - range) % range; low < rejected;)
        {
            high = Math.BigMul(NextBits(), range, out low);
        }

        return (int)high;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        var mixed = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return mixed ^ (mixed >> 31);
    }
}
