using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Utanforskap.Statistics.Certainty.Drawing;

/// <summary>
/// Exact quantiles of the areas whose expansion is too coarse. The expansion is right except near its steps, and how near is found for each area when its table is made: so most draws need
/// no table, and the others read one place of it, next to what the expansion says.
/// </summary>
internal sealed class BinomialTables(int areas)
{
    /// <summary>Normal scores for which the expansion is looked at. It is worse in the tails: beyond, which is one draw of 80, the table decides.</summary>
    public const double Reach = 2.5;

    /// <summary>More than any rounding of the expansion.</summary>
    private const double Slack = 1e-9;

    private readonly int[] _firsts = new int[areas];
    private readonly (int From, int To)[] _places = new (int, int)[areas];
    private readonly List<double> _scores = [];

    /// <summary>Makes an area's table.</summary>
    /// <returns>How far from a whole number the expansion may be for that number to be the quantile for certain, at normal scores within <see cref="Reach"/>; below 0 where it never is.</returns>
    public double Add(int area, Binomial distribution)
    {
        var (first, scores) = distribution.Table();
        _firsts[area] = first;
        _places[area] = (_scores.Count, _scores.Count + scores.Length);
        _scores.AddRange(scores);

        // A count ends at its score, where the expansion should be half a count above it. As it rises with the score, it is wrong only as far from there as it is off there.
        var (c0, c1, c2, c3) = distribution.Expansion();
        var from = Math.Max(0, Array.FindIndex(scores, score => score >= -Reach) - 1);
        var to = Math.Min(scores.Length - 1, Array.FindLastIndex(scores, score => score <= Reach) + 1);
        if (from > to || !Rises(scores[from]) || !Rises(scores[to]) || (c3 != 0 && -c2 / (3 * c3) is var turn && turn > scores[from] && turn < scores[to] && !Rises(turn)))
        {
            return -1;
        }

        var off = 0.0;
        for (var count = from; count <= to; count++)
        {
            var z = scores[count];
            off = Math.Max(off, Math.Abs((((((c3 * z) + c2) * z) + c1) * z) + c0 - (first + count + 0.5)));
        }

        return 0.5 - off - Slack;

        bool Rises(double z) => c1 + (((2 * c2) + (3 * c3 * z)) * z) > 0;
    }

    /// <summary>Puts counts right.</summary>
    /// <param name="area">The first of four areas.</param>
    /// <param name="scores">Their normal scores.</param>
    /// <param name="counts">Their counts as the expansion has them.</param>
    /// <param name="unsure">All bits are set for those of which the table decides.</param>
    public Vector256<double> Correct(int area, Vector256<double> scores, Vector256<double> counts, Vector256<double> unsure)
    {
        for (var lane = 0; lane < Vector256<double>.Count; lane++)
        {
            if (unsure.AsInt64()[lane] != 0)
            {
                counts = counts.WithElement(lane, QuantileOf(area + lane, scores[lane], counts[lane]));
            }
        }

        return counts;
    }

    /// <summary>How many scores of the table lie below one, sought from a count that is near it.</summary>
    private int QuantileOf(int area, double score, double near)
    {
        var (from, to) = _places[area];
        var table = CollectionsMarshal.AsSpan(_scores)[from..to];
        var below = Math.Clamp((int)near - _firsts[area], 0, table.Length);
        while (below < table.Length && table[below] < score)
        {
            below++;
        }

        while (below > 0 && table[below - 1] >= score)
        {
            below--;
        }

        return _firsts[area] + below;
    }
}
