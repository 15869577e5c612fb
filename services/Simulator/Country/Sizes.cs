namespace Utanforskap.Simulator.Country;

/// <summary>Sharing out areas among municipalities, and municipalities among counties.</summary>
internal static class Sizes
{
    /// <summary>Shares a number out by weights; each gets at least one and at most <paramref name="most"/>. Exact in sum.</summary>
    public static int[] Share(int number, int most, double[] weights)
    {
        var sum = weights.Sum();
        var sizes = new int[weights.Length];
        var left = number;
        for (var i = 0; i < sizes.Length; i++)
        {
            sizes[i] = Math.Min(most, 1 + (int)((number - sizes.Length) * weights[i] / sum));
            left -= sizes[i];
        }

        while (left > 0)
        {
            for (var i = 0; i < sizes.Length && left > 0; i++)
            {
                if (sizes[i] < most)
                {
                    sizes[i]++;
                    left--;
                }
            }
        }

        return sizes;
    }
}
