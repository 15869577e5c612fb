using Utanforskap.Statistics.Certainty.Drawing;
using Utanforskap.Statistics.Certainty.Layers;

namespace Utanforskap.Statistics.Certainty.Sensitivity;

/// <summary>A model of factors that are uniform from 0 to 1 and independent: sets its outputs at a point.</summary>
public delegate void FactorModel(ReadOnlySpan<double> point, Span<double> outputs);

/// <summary>
/// Sobol indices: how much of the variance of an output comes from a factor alone (first order), and with all it takes part in (total order). Two Latin hypercubes A and B
/// of n points (McKay, Beckman and Conover, 1979) and for each factor A with its column from B: n·(factors + 2) runs. The estimator of first order is that of A. Saltelli et al. (Variance based
/// sensitivity analysis of model output, Computer Physics Communications 181, 2010), that of total order M. J. W. Jansen's (Analysis of variance designs for model output, same journal 117, 1999).
/// Intervals (95 %) by resampling points with all runs that belong to them.
/// </summary>
public static class SobolIndices
{
    private const int Resamples = 1000;
    private const int PointsOfAPiece = 8;

    /// <summary>The indices of each output.</summary>
    /// <param name="factors">How many factors, from 1.</param>
    /// <param name="outputs">How many outputs, from 1.</param>
    /// <param name="samples">n, from 2.</param>
    /// <param name="options">The seed and the threads; its draws are not read.</param>
    /// <param name="begin">Makes a model for a thread.</param>
    /// <returns>By output, then by factor. Of an output that never varies there are none: its list is empty.</returns>
    public static IReadOnlyList<OutputSensitivity> Of(int factors, int outputs, int samples, DrawOptions options, Func<FactorModel> begin)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentOutOfRangeException.ThrowIfLessThan(factors, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var (a, b) = (Hypercube(samples, factors, options.Seed, 0), Hypercube(samples, factors, options.Seed, 1));
        var runs = factors + 2;
        var results = new double[samples * runs * outputs];
        Workers.Do(
            (samples + PointsOfAPiece - 1) / PointsOfAPiece, options.Threads, options.Progress,
            () => (Model: begin(), Point: new double[factors]),
            (piece, worker) =>
            {
                for (var sample = piece * PointsOfAPiece; sample < Math.Min(samples, (piece + 1) * PointsOfAPiece); sample++)
                {
                    for (var run = 0; run < runs; run++)
                    {
                        for (var factor = 0; factor < factors; factor++)
                        {
                            worker.Point[factor] = (run == 1 || run == factor + 2 ? b : a)[factor][sample];
                        }

                        worker.Model(worker.Point, results.AsSpan(((sample * runs) + run) * outputs, outputs));
                    }
                }
            },
            options.Cancellation);
        return [.. Enumerable.Range(0, outputs).Select(output => Estimate(factors, samples, options.Seed, (sample, run) => results[(((sample * runs) + run) * outputs) + output]))];
    }

    /// <summary>Factors × points: each factor's numbers lie one in each of n equal parts from 0 to 1, in an order of their own.</summary>
    private static double[][] Hypercube(int points, int factors, ulong seed, ulong which)
    {
        var columns = new double[factors][];
        for (var factor = 0; factor < factors; factor++)
        {
            var random = new Numbers(seed, which, (ulong)factor);
            var column = columns[factor] = new double[points];
            for (var point = 0; point < points; point++)
            {
                var other = random.Below(point + 1);
                column[point] = column[other];
                column[other] = (point + random.Next()) / points;
            }
        }

        return columns;
    }

    private static OutputSensitivity Estimate(int factors, int samples, ulong seed, Func<int, int, double> at)
    {
        var (mean, variance) = MeanAndVariance(samples, at);
        if (!(variance > 1e-20 * Math.Max(1, mean * mean)))
        {
            return new OutputSensitivity(mean, 0, []);
        }

        // Each point's terms: what first and total order divide by the variance, and what the variance is made of.
        var terms = new double[samples][];
        for (var sample = 0; sample < samples; sample++)
        {
            var (fa, fb) = (at(sample, 0) - mean, at(sample, 1) - mean);
            var own = terms[sample] = new double[(2 * factors) + 2];
            for (var factor = 0; factor < factors; factor++)
            {
                var mixed = at(sample, factor + 2) - mean;
                own[2 * factor] = fb * (mixed - fa);
                own[(2 * factor) + 1] = (fa - mixed) * (fa - mixed) / 2;
            }

            (own[^2], own[^1]) = (fa + fb, (fa * fa) + (fb * fb));
        }

        var whole = Indices(Enumerable.Range(0, samples), terms, factors);
        var resampled = new double[2 * factors][];
        for (var i = 0; i < resampled.Length; i++)
        {
            resampled[i] = new double[Resamples];
        }

        for (var resample = 0; resample < Resamples; resample++)
        {
            var random = new Numbers(seed, 2, (ulong)resample);
            var indices = Indices(Enumerable.Range(0, samples).Select(_ => random.Below(samples)), terms, factors);
            for (var i = 0; i < resampled.Length; i++)
            {
                resampled[i][resample] = indices[i];
            }
        }

        Array.ForEach(resampled, Array.Sort);
        SobolIndex Index(int i) => new(whole[i], resampled[i][(int)(0.025 * Resamples)], resampled[i][(int)(0.975 * Resamples) - 1]);
        return new OutputSensitivity(mean, variance, [.. Enumerable.Range(0, factors).Select(factor => new FactorSensitivity(Index(2 * factor), Index((2 * factor) + 1)))]);
    }

    private static (double Mean, double Variance) MeanAndVariance(int samples, Func<int, int, double> at)
    {
        var spread = Spread.OfPopulation([.. Enumerable.Range(0, 2 * samples).Select(i => at(i / 2, i % 2))]);
        return (spread.Mean, spread.Deviation * spread.Deviation);
    }

    private static double[] Indices(IEnumerable<int> samples, double[][] terms, int factors)
    {
        var sums = new double[(2 * factors) + 2];
        var count = 0;
        foreach (var sample in samples)
        {
            var own = terms[sample];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += own[i];
            }

            count++;
        }

        var mean = sums[^2] / (2 * count);
        var variance = (sums[^1] / (2 * count)) - (mean * mean);
        var indices = new double[2 * factors];
        for (var factor = 0; factor < factors; factor++)
        {
            indices[2 * factor] = variance > 0 ? sums[2 * factor] / count / variance : 0;
            indices[(2 * factor) + 1] = variance > 0 ? sums[(2 * factor) + 1] / count / variance : 0;
        }

        return indices;
    }

    /// <summary>Numbers one by one.</summary>
    private struct Numbers(ulong seed, ulong draw, ulong stream)
    {
        private RandomStream _stream = new(seed, draw, stream);
        private System.Runtime.Intrinsics.Vector256<double> _four;
        private int _used = 4;

        public double Next()
        {
            if (_used == 4)
            {
                (_four, _used) = (_stream.Next(), 0);
            }

            return _four[_used++];
        }

        public int Below(int limit) => Math.Min(limit - 1, (int)(Next() * limit));
    }
}

/// <summary>An output over all points of both hypercubes, and what each factor does to it.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Variance">Its variance.</param>
/// <param name="Factors">By factor; empty where the output does not vary.</param>
public sealed record OutputSensitivity(double Mean, double Variance, IReadOnlyList<FactorSensitivity> Factors);

/// <summary>What one factor does to an output.</summary>
/// <param name="First">The share of the variance that goes away, as expected, if the factor is fixed. An estimate may lie a little below 0.</param>
/// <param name="Total">The share that is left, as expected, if all others are fixed.</param>
public sealed record FactorSensitivity(SobolIndex First, SobolIndex Total);

/// <summary>An estimate with its 95 % interval.</summary>
public readonly record struct SobolIndex(double Value, double Lowest, double Highest);
