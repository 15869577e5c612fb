namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>
/// Bins for how far a rank lies from an area's own: one for each distance up to 64, then 16 for each doubling, so that an area needs few of them whatever the number of areas.
/// </summary>
internal sealed class RankBins
{
    private const int Exact = 64;
    private const int PerDoubling = 16;
    private readonly int[] _ofDistance;
    private readonly int[] _lowest;
    private readonly int _side;

    public RankBins(int areas)
    {
        _ofDistance = new int[areas];
        var lowest = new List<int>();
        for (var distance = 0; distance < areas; distance++)
        {
            if (IsFirst(distance))
            {
                lowest.Add(distance);
            }

            _ofDistance[distance] = lowest.Count - 1;
        }

        _lowest = [.. lowest, areas];
        _side = lowest.Count;
    }

    /// <summary>How many there are.</summary>
    public int Count => (2 * _side) - 1;

    /// <summary>The bin of a distance, from the lowest ranks to the highest.</summary>
    public int Of(int distance) => distance >= 0 ? _side - 1 + _ofDistance[distance] : _side - 1 - _ofDistance[-distance];

    /// <summary>The distances in a bin, both ends included.</summary>
    public (int From, int To) Distances(int bin)
    {
        var side = Math.Abs(bin - (_side - 1));
        return bin >= _side - 1 ? (_lowest[side], _lowest[side + 1] - 1) : (1 - _lowest[side + 1], -_lowest[side]);
    }

    private static bool IsFirst(int distance)
    {
        if (distance <= Exact)
        {
            return true;
        }

        var width = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)distance + 1) / 2 / PerDoubling;
        return distance % width == 0;
    }
}
