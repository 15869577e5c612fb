using MathNet.Numerics;

namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>A binomial distribution: its chances, and its quantiles as a function of the normal score of a share.</summary>
/// <param name="Trials">n, from 1.</param>
/// <param name="Chance">p, from 0 to 1.</param>
internal readonly record struct Binomial(int Trials, double Chance)
{
    /// <summary>From this variance up a quantile is taken from its expansion rather than a table; the count it gives is then wrong by one in less than one of a hundred.</summary>
    private const double LeastVarianceOfExpansion = 50;

    /// <summary>Of the sizes that areas have; each is asked for some hundred times for each area.</summary>
    private static readonly double[] LogFactorials = [.. Enumerable.Range(0, 1 << 14).Select(n => SpecialFunctions.GammaLn(n + 1.0))];

    public double Variance => Trials * Chance * (1 - Chance);

    public bool IsExpanded => Variance >= LeastVarianceOfExpansion;

    /// <summary>P(k) for the counts that are not practically impossible (within 1e-16 in all), and the lowest of them.</summary>
    public (int First, double[] Chances) Chances()
    {
        if (Chance is 0 or 1)
        {
            return (Chance == 0 ? 0 : Trials, [1]);
        }

        var reach = (9 * Math.Sqrt(Variance)) + 25;
        var first = (int)Math.Max(0, Math.Floor((Trials * Chance) - reach));
        var last = (int)Math.Min(Trials, Math.Ceiling((Trials * Chance) + reach));
        var chances = new double[last - first + 1];
        var (whole, yes, no) = (LogFactorial(Trials), Math.Log(Chance), SpecialFunctions.Log1p(-Chance));
        for (var k = first; k <= last; k++)
        {
            chances[k - first] = Math.Exp(whole - LogFactorial(k) - LogFactorial(Trials - k) + (k * yes) + ((Trials - k) * no));
        }

        var sum = CompensatedSum.Of(chances);
        for (var i = 0; i < chances.Length; i++)
        {
            chances[i] /= sum;
        }

        return (first, chances);
    }

    /// <summary>
    /// Coefficients of a cubic c₀ + c₁z + c₂z² + c₃z³, rounded to a whole number the quantile of the normal score z: the expansion of Cornish and Fisher (1938) of the count
    /// plus a uniform number from −½ to ½, whose cumulants are the binomial's but for 1/12 more variance and 1/120 less of the fourth.
    /// </summary>
    public (double C0, double C1, double C2, double C3) Expansion()
    {
        var variance = Variance + (1.0 / 12);
        var deviation = Math.Sqrt(variance);
        var skew = Variance * (1 - (2 * Chance)) / (variance * deviation);
        var kurtosis = ((Variance * (1 - (6 * Chance * (1 - Chance)))) - (1.0 / 120)) / (variance * variance);
        return (
            (Trials * Chance) - (deviation * skew / 6),
            deviation * (1 - (kurtosis / 8) + (5 * skew * skew / 36)),
            deviation * skew / 6,
            deviation * ((kurtosis / 24) - (skew * skew / 18)));
    }

    /// <summary>Normal scores of the distribution function: the quantile of z is <c>First</c> + how many of them are below z.</summary>
    public (int First, double[] Scores) Table()
    {
        var (first, chances) = Chances();
        var scores = new double[chances.Length - 1];
        double below = 0, above = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            below += chances[i];
            scores[i] = below <= 0.5 ? NormalQuantile.Of(below) : 0;
        }

        // The upper half from above: 1 − a small share would lose its digits.
        for (var i = scores.Length - 1; i >= 0; i--)
        {
            above += chances[i + 1];
            if (above < 0.5)
            {
                scores[i] = -NormalQuantile.Of(above);
            }
        }

        return (first, scores);
    }

    private static double LogFactorial(int n) => n < LogFactorials.Length ? LogFactorials[n] : SpecialFunctions.GammaLn(n + 1.0);
}
