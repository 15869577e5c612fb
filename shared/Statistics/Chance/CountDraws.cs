namespace Utanforskap.Statistics.Chance;

/// <summary>
/// Counts drawn by chance, exactly distributed. Small expectations by inversion, others by rejection with a ratio of uniforms under the "table mountain" hat, which
/// takes a time that does not grow with the counts (E. Stadlober, The ratio of uniforms approach for generating discrete random variates, J. Comput. Appl. Math. 31, 1990).
/// </summary>
public static class CountDraws
{
    private const double SmallMean = 10;

    // 2√(2/e) and 3 − 2√(3/e): Stadlober's hat.
    private const double HatSlope = 1.7155277699214135;
    private const double HatBase = 0.8989161620588988;

    private static readonly double[] LogFactorials = SmallLogFactorials(1024);

    private interface ILogMass
    {
        double At(long k);
    }

    /// <summary>How likely a count is beside the one below it. A struct as the masses are: a function would be an object for each count that is drawn.</summary>
    private interface IRatio
    {
        double After(long k);
    }

    /// <summary>How many of <paramref name="trials"/> succeed, each with <paramref name="probability"/> (0–1, inclusive).</summary>
    public static long Binomial(this SeededRandom random, long trials, double probability)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is 0–1.");
        }

        if (probability > 0.5)
        {
            return trials - random.Binomial(trials, 1 - probability);
        }

        var mean = trials * probability;
        if (mean == 0)
        {
            return 0;
        }

        var odds = probability / (1 - probability);
        return mean < SmallMean
            ? Invert(random, Math.Exp(trials * LogOnePlus(-probability)), trials, new BinomialRatio(trials, odds))
            : Reject(random, new BinomialMass(trials, Math.Log(odds)), mean, mean * (1 - probability), (long)((trials + 1) * probability), trials);
    }

    /// <summary>How many of <paramref name="sample"/> persons, drawn without replacement, are of a kind of which there are <paramref name="members"/> beside <paramref name="others"/>.</summary>
    public static long Hypergeometric(this SeededRandom random, long members, long others, long sample)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        ArgumentOutOfRangeException.ThrowIfNegative(others);
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        var total = members + others;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sample, total);

        // Reduced to at most half drawn and at most half members, where 0 is possible.
        if (sample > total - sample)
        {
            return members - random.Hypergeometric(members, others, total - sample);
        }

        if (members > others)
        {
            return sample - random.Hypergeometric(others, members, sample);
        }

        if (members == 0 || sample == 0)
        {
            return 0;
        }

        var mean = (double)sample * members / total;
        var most = Math.Min(sample, members);
        return mean < SmallMean
            ? Invert(
                random,
                Math.Exp(LogFactorial(others) - LogFactorial(others - sample) + LogFactorial(total - sample) - LogFactorial(total)),
                most,
                new HypergeometricRatio(members, others, sample))
            : Reject(
                random,
                new HypergeometricMass(members, others, sample),
                mean,
                mean * others / total * (total - sample) / (total - 1),
                (long)((double)(sample + 1) * (members + 1) / (total + 2)),
                most);
    }

    /// <summary>ln n!, for n ≥ 0: summed below 1,024, Stirling's series above (relative error below 10⁻¹⁵).</summary>
    internal static double LogFactorial(long n)
    {
        if (n < LogFactorials.Length)
        {
            return LogFactorials[n];
        }

        var inverse = 1.0 / n;
        return ((n + 0.5) * Math.Log(n)) - n + (0.5 * Math.Log(Math.Tau)) + (inverse * ((1.0 / 12) - (inverse * inverse / 360)));
    }

    private static long Invert<TRatio>(SeededRandom random, double massOfZero, long most, TRatio ratio)
        where TRatio : struct, IRatio
    {
        var left = random.NextDouble();
        var mass = massOfZero;
        var k = 0L;
        while (left > mass && k < most)
        {
            left -= mass;
            mass *= ratio.After(k);
            k++;
        }

        return k;
    }

    private static long Reject<TMass>(SeededRandom random, TMass mass, double mean, double variance, long mode, long most)
        where TMass : struct, ILogMass
    {
        var width = (HatSlope * Math.Sqrt(variance + 0.5)) + HatBase;
        var top = mass.At(mode);
        while (true)
        {
            var u = 1 - random.NextDouble();
            var at = mean + 0.5 + (width * (random.NextDouble() - 0.5) / u);
            if (!(at >= 0 && at < most + 1.0))
            {
                continue;
            }

            var k = (long)at;
            var height = mass.At(k) - top;
            if ((u * (4 - u)) - 3 <= height)
            {
                return k;
            }

            if (u * (u - height) < 1 && 2 * Math.Log(u) <= height)
            {
                return k;
            }
        }
    }

    private static double LogOnePlus(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    private static double[] SmallLogFactorials(int count)
    {
        var logs = new double[count];
        var sum = default(CompensatedSum);
        for (var n = 2; n < count; n++)
        {
            sum.Add(Math.Log(n));
            logs[n] = sum.Value;
        }

        return logs;
    }

    private readonly struct BinomialMass(long trials, double logOdds) : ILogMass
    {
        public double At(long k) => (k * logOdds) - LogFactorial(k) - LogFactorial(trials - k);
    }

    private readonly struct BinomialRatio(long trials, double odds) : IRatio
    {
        public double After(long k) => odds * (trials - k) / (k + 1);
    }

    private readonly struct HypergeometricRatio(long members, long others, long sample) : IRatio
    {
        public double After(long k) => (double)(sample - k) / (k + 1) * (members - k) / (others - sample + k + 1);
    }

    private readonly struct HypergeometricMass(long members, long others, long sample) : ILogMass
    {
        public double At(long k) =>
            -(LogFactorial(k) + LogFactorial(members - k) + LogFactorial(sample - k) + LogFactorial(others - sample + k));
    }
}
