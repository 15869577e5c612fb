namespace Utanforskap.Statistics.Groups;

/// <summary>How far two divisions of the same areas agree.</summary>
public static class Agreement
{
    /// <summary>
    /// The adjusted Rand index: 1 where both divide alike, 0 on average by chance, below 0 where they agree less than that (L. Hubert and P. Arabie, Comparing partitions,
    /// 1985). 1 too where neither divides at all.
    /// </summary>
    /// <param name="one">A group's number per area, from 0.</param>
    /// <param name="other">The same of the other division; the numbers themselves mean nothing.</param>
    public static double AdjustedRand(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (one.Count != other.Count)
        {
            throw new ArgumentException($"The divisions are of {one.Count} and {other.Count} areas.", nameof(other));
        }

        static double Pairs(double n) => n * (n - 1) / 2;
        var both = one.Zip(other).CountBy(pair => pair).Sum(cell => Pairs(cell.Value));
        var ofOne = one.CountBy(group => group).Sum(group => Pairs(group.Value));
        var ofOther = other.CountBy(group => group).Sum(group => Pairs(group.Value));
        var expected = one.Count > 1 ? ofOne * ofOther / Pairs(one.Count) : 0;
        var most = (ofOne + ofOther) / 2;
        return most == expected ? 1 : (both - expected) / (most - expected);
    }
}
