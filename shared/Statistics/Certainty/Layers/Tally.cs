using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Certainty.Planning;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>Counts of what draws gave: classes and ranks of each area. Whole numbers, so that the order of adding does not matter.</summary>
internal sealed class Tally(int[] ownRanks, int areas, int categories, bool isFlag, RankBins? bins)
{
    private const int Batch = 32;
    private readonly int[][] _classes = [.. Enumerable.Range(0, categories).Select(_ => new int[(areas + 3) & ~3])];
    private readonly int[] _ranks = new int[bins is null ? 0 : areas * bins.Count];
    private readonly int[][] _waiting = [.. Enumerable.Range(0, bins is null ? 0 : Batch).Select(_ => new int[areas])];
    private int _waits;
    private int _draws;

    /// <summary>How often an area had a category, numbered from 0.</summary>
    public int InCategory(int area, int category) => _classes[category][area];

    /// <summary>How often it had none.</summary>
    public int InNone(int area) => _draws - _classes.Sum(counts => counts[area]);

    /// <summary>Counts a draw's classes in a part of the areas.</summary>
    /// <param name="classes">Of areas from one on, padded.</param>
    /// <param name="from">The first area.</param>
    public void Add(ReadOnlySpan<double> classes, int from)
    {
        ref var given = ref MemoryMarshal.GetReference(classes);
        for (var category = 0; category < categories; category++)
        {
            var number = Vector256.Create((double)(isFlag ? category : category + 1));
            ref var counts = ref _classes[category][from];
            for (nuint i = 0; i < (nuint)classes.Length; i += (nuint)Vector256<double>.Count)
            {
                // Where they are equal, all bits are set: −1.
                var isIn = Vector256.Equals(Vector256.LoadUnsafe(ref given, i), number).AsInt64();
                (Vector128.LoadUnsafe(ref counts, i) - Vector128.Narrow(isIn.GetLower(), isIn.GetUpper())).StoreUnsafe(ref counts, i);
            }
        }
    }

    /// <summary>Ends a draw, whose classes are counted.</summary>
    /// <param name="ranked">The values that are ranked, without padding.</param>
    public void End(ReadOnlySpan<double> ranked)
    {
        _draws++;
        if (bins is not null)
        {
            // Area by area over many draws: the bins of an area lie together, those of different areas far apart.
            Ranking.Of(ranked).CopyTo(_waiting[_waits], 0);
            if (++_waits == Batch)
            {
                Flush();
            }
        }
    }

    /// <summary>Adds another's counts.</summary>
    public void Add(Tally other)
    {
        other.Flush();
        Flush();
        _draws += other._draws;
        for (var category = 0; category < categories; category++)
        {
            for (var area = 0; area < areas; area++)
            {
                _classes[category][area] += other._classes[category][area];
            }
        }

        for (var i = 0; i < _ranks.Length; i++)
        {
            _ranks[i] += other._ranks[i];
        }
    }

    /// <summary>The ranks that leave out at most a share of the draws on each side, outward to the ends of bins; null where the area never had a rank.</summary>
    public RankInterval? Interval(int area, double outside)
    {
        if (bins is null)
        {
            return null;
        }

        Flush();
        var counts = _ranks.AsSpan(area * bins.Count, bins.Count);
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        if (all == 0)
        {
            return null;
        }

        var (low, below) = (0, (long)counts[0]);
        while (below <= outside * all)
        {
            below += counts[++low];
        }

        var (high, above) = (bins.Count - 1, (long)counts[^1]);
        while (above <= outside * all)
        {
            above += counts[--high];
        }

        return new RankInterval(Math.Max(1, ownRanks[area] + bins.Distances(low).From), Math.Min(areas, ownRanks[area] + bins.Distances(high).To));
    }

    private void Flush()
    {
        for (var area = 0; area < areas && bins is not null; area++)
        {
            var own = ownRanks[area];
            var counts = _ranks.AsSpan(area * bins.Count, bins.Count);
            for (var draw = 0; draw < _waits; draw++)
            {
                if (_waiting[draw][area] is var rank and > 0)
                {
                    counts[bins.Of(rank - own)]++;
                }
            }
        }

        _waits = 0;
    }
}
