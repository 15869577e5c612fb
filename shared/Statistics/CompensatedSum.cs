namespace Utanforskap.Statistics;

/// <summary>
/// Sums in a stated order that lose almost nothing to rounding: Neumaier's variant of Kahan summation (A. Neumaier, Rundungsfehleranalyse
/// einiger Verfahren zur Summation endlicher Summen, ZAMM 54, 1974). The same values in the same order give the same bits on every machine; for
/// figures of areas the order is that of the area codes (ordinal).
/// </summary>
/// <remarks>The error is about that of one rounding of the result as long as Σ|x| · n · 2⁻¹⁰⁶ is small beside it. Not thread safe; a value type.</remarks>
public struct CompensatedSum
{
    private double _sum;
    private double _compensation;

    /// <summary>The sum of what was added so far; 0 of nothing. Overflow gives an infinity or NaN, as adding doubles does.</summary>
    public readonly double Value => _sum + _compensation;

    /// <summary>The sum of the values in their order.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var sum = default(CompensatedSum);
        foreach (var value in values)
        {
            sum.Add(value);
        }

        return sum.Value;
    }

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        var next = _sum + value;
        _compensation += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
        _sum = next;
    }
}
