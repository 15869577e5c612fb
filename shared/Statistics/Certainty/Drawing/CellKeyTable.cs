namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>Cell Key noise as a table of its distribution.</summary>
internal sealed class CellKeyTable
{
    private readonly int _largest;
    private readonly double[] _cumulative;

    /// <summary>A table for an assumption; τ² is found by halving so that the variance is the stated one.</summary>
    public CellKeyTable(CellKeyNoise noise)
    {
        _largest = noise.Largest;
        double low = -40, high = 40;
        for (var round = 0; round < 200; round++)
        {
            var middle = (low + high) / 2;
            (low, high) = VarianceOf(Chances(middle)) < noise.Variance ? (middle, high) : (low, middle);
        }

        Probabilities = Chances((low + high) / 2);
        _cumulative = new double[Probabilities.Count];
        var sum = 0.0;
        for (var i = 0; i < _cumulative.Length; i++)
        {
            _cumulative[i] = sum += Probabilities[i];
        }
    }

    /// <summary>P(e) for e from −largest to largest.</summary>
    public IReadOnlyList<double> Probabilities { get; }

    /// <summary>The true count behind a published one: published − e for the noise e at a share of its distribution, given that the true count is not below 0.</summary>
    public double True(double published, double share)
    {
        // e ≤ published: the distribution is cut there.
        var last = (int)Math.Min(_cumulative.Length - 1, Math.Max(0, Math.Floor(published) + _largest));
        var at = Array.BinarySearch(_cumulative, 0, last + 1, share * _cumulative[last]);
        return published - (Math.Min(at < 0 ? ~at : at, last) - _largest);
    }

    private double[] Chances(double logVariance)
    {
        var chances = new double[(2 * _largest) + 1];
        var sum = 0.0;
        for (var i = 0; i < chances.Length; i++)
        {
            double e = i - _largest;
            sum += chances[i] = Math.Exp(-e * e / 2 * Math.Exp(-logVariance));
        }

        return Array.ConvertAll(chances, chance => chance / sum);
    }

    private double VarianceOf(double[] chances)
    {
        var variance = 0.0;
        for (var i = 0; i < chances.Length; i++)
        {
            variance += chances[i] * (i - _largest) * (i - _largest);
        }

        return variance;
    }
}
