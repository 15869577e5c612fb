using Utanforskap.Statistics.Certainty.Precision;

namespace Utanforskap.Statistics.Tests.Certainty;

public sealed class DeviationBoxTests
{
    /// <summary>Against all corners of small boxes (greatest, k ≥ 0), and against a dense search (least).</summary>
    [Fact]
    public void Limits_of_small_boxes_are_those_of_trying_everything()
    {
        var random = new Random(11);
        for (var round = 0; round < 100; round++)
        {
            var n = random.Next(5, 11);
            double[] middle = [.. Enumerable.Range(0, n).Select(_ => Math.Round(20 * random.NextDouble(), 1))];
            double[] half = [.. middle.Select(_ => random.Next(4) == 0 ? 0 : 0.5 * random.NextDouble())];
            double[] low = [.. middle.Zip(half, (m, h) => m - h)], high = [.. middle.Zip(half, (m, h) => m + h)];
            var k = Math.Round((random.NextDouble() * 3) - 1.5, 1);
            var box = DeviationBox.Of(low, high, [k], sample: false)!;
            if (box is null)
            {
                continue;
            }

            var (least, most) = box.Limit(k);
            var corners = Enumerable.Range(0, 1 << n).Select(corner => Limit([.. low.Zip(high, (l, h) => (l, h)).Select((ends, i) => (corner >> i & 1) == 1 ? ends.h : ends.l)], k)).ToArray();
            var inside = Enumerable.Range(0, 1000).Select(_ => Limit([.. low.Zip(high, (l, h) => l + (random.NextDouble() * (h - l)))], k)).ToArray();

            least.ShouldBeLessThanOrEqualTo(corners.Concat(inside).Min() + 1e-9, "Nothing lies below the least.");
            most.ShouldBeGreaterThanOrEqualTo(corners.Concat(inside).Max() - 1e-9, "Nothing lies above the greatest.");
            (k >= 0 ? most - corners.Max() : corners.Min() - least).ShouldBeLessThan(0.02, "What convexity puts at a corner is found there, but for a part of one value's share.");
            (k >= 0 ? Descended(low, high, k, 1) - least : most - -Descended(low, high, k, -1)).ShouldBeInRange(-1e-7, 1e-4, "What convexity puts inside is found by going downhill.");
        }
    }

    [Fact]
    public void Whether_a_value_reaches_the_limit_is_as_trying_says()
    {
        var random = new Random(12);
        var (sure, possible, never) = (0, 0, 0);
        for (var round = 0; round < 200; round++)
        {
            var n = random.Next(6, 10);
            double[] middle = [.. Enumerable.Range(0, n).Select(_ => Math.Round(3 * random.NextDouble(), 1))];
            double[] low = [.. middle.Select(m => m - 0.2)], high = [.. middle.Select(m => m + 0.2)];
            var box = DeviationBox.Of(low, high, [1], sample: true)!;
            for (var i = 0; i < n; i++)
            {
                var distances = Enumerable.Range(0, 1 << n).Select(corner => Enumerable.Range(0, n).Select(j => (corner >> j & 1) == 1 ? high[j] : low[j]).ToArray())
                    .Concat(Enumerable.Range(0, 500).Select(_ => low.Zip(high, (l, h) => l + (random.NextDouble() * (h - l))).ToArray()))
                    .Select(x => x[i] - Limit(x, Math.Sqrt(n / (n - 1.0)))).ToArray();
                if (distances.Min() < -1e-6)
                {
                    box.IsSurelyAtLeast(i, 1).ShouldBeFalse("It was seen below the limit.");
                }

                if (distances.Max() > 1e-6)
                {
                    box.IsPossiblyAtLeast(i, 1).ShouldBeTrue("It was seen above the limit.");
                }

                sure += box.IsSurelyAtLeast(i, 1) ? 1 : 0;
                never += box.IsPossiblyAtLeast(i, 1) ? 0 : 1;
                possible += box.IsPossiblyAtLeast(i, 1) && !box.IsSurelyAtLeast(i, 1) ? 1 : 0;
                if (distances.Max() < -0.02)
                {
                    box.IsPossiblyAtLeast(i, 1).ShouldBeFalse("It was never seen near the limit from below.");
                }

                if (distances.Min() > 0.02)
                {
                    box.IsSurelyAtLeast(i, 1).ShouldBeTrue("It was never seen near the limit.");
                }
            }
        }

        Math.Min(sure, Math.Min(possible, never)).ShouldBeGreaterThan(20, "All three outcomes are tried.");
    }

    [Fact]
    public void Too_few_values_for_a_far_limit_give_no_box() => DeviationBox.Of([0, 1, 2], [0, 1, 2], [2], sample: false).ShouldBeNull();

    private static double Limit(double[] x, double k) => Spread.OfPopulation(x) is var spread ? spread.Mean + (k * spread.Deviation) : 0;

    /// <summary>The least of sign · (m + k·s), by going down along one value after the other.</summary>
    private static double Descended(double[] low, double[] high, double k, int sign)
    {
        double[] x = [.. low.Zip(high, (l, h) => (l + h) / 2)];
        for (var round = 0; round < 60; round++)
        {
            for (var i = 0; i < x.Length; i++)
            {
                var (a, b) = (low[i], high[i]);
                for (var halving = 0; halving < 40; halving++)
                {
                    var (left, right) = (a + ((b - a) / 3), b - ((b - a) / 3));
                    x[i] = left;
                    var atLeft = sign * Limit(x, k);
                    x[i] = right;
                    (a, b) = atLeft < sign * Limit(x, k) ? (a, right) : (left, b);
                }

                x[i] = (a + b) / 2;
            }
        }

        return sign * Limit(x, k);
    }
}
