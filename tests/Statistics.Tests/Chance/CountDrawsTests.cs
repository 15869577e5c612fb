using Utanforskap.Statistics.Chance;

namespace Utanforskap.Statistics.Tests.Chance;

public sealed class CountDrawsTests
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(5, 0.3)]
    [InlineData(1000, 0.004)]
    [InlineData(60, 0.4)]
    [InlineData(60, 0.9)]
    [InlineData(5_000_000, 0.25)]
    public void Binomial_counts_have_their_mean_variance_and_distribution(long trials, double probability) => Check(
        random => random.Binomial(trials, probability),
        trials * probability,
        trials * probability * (1 - probability),
        k => (k * Math.Log(probability)) + ((trials - k) * Math.Log(1 - probability)) + Choose(trials, k),
        trials);

    [Theory]
    [InlineData(3, 4, 2)]
    [InlineData(30, 40, 50)]
    [InlineData(400, 300, 350)]
    [InlineData(900, 100_000, 2_000)]
    [InlineData(2_000_000, 8_000_000, 20_000)]
    public void Hypergeometric_counts_have_their_mean_variance_and_distribution(long members, long others, long sample)
    {
        double total = members + others;
        Check(
            random => random.Hypergeometric(members, others, sample),
            sample * members / total,
            sample * members / total * others / total * (total - sample) / (total - 1),
            k => k > members || sample - k > others ? double.NegativeInfinity : Choose(members, k) + Choose(others, sample - k) - Choose((long)total, sample),
            sample);
    }

    [Fact]
    public void Certain_counts_are_certain()
    {
        var random = new SeededRandom(1);
        random.Binomial(10, 0).ShouldBe(0);
        random.Binomial(10, 1).ShouldBe(10);
        random.Hypergeometric(0, 10, 5).ShouldBe(0);
        random.Hypergeometric(10, 0, 5).ShouldBe(5);
        random.Hypergeometric(7, 3, 10).ShouldBe(7);
    }

    [Fact]
    public void A_seed_gives_the_same_numbers_for_ever()
    {
        // Stored figures must be had again in years to come: a change here is a change of every result by chance.
        var random = new SeededRandom(2024, 3);
        var bits = string.Join(' ', Enumerable.Range(0, 3).Select(_ => random.NextBits().ToString("x16", System.Globalization.CultureInfo.InvariantCulture)));
        bits.ShouldBe("299142940a40fe56 272e16c12d5ecb94 7f6214b63c25bb79");
    }

    [Fact]
    public void Whole_numbers_are_even()
    {
        var random = new SeededRandom(5);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        counts.ShouldAllBe(count => Math.Abs(count - 10_000) < 500);
    }

    private static double Choose(long n, long k) => CountDraws.LogFactorial(n) - CountDraws.LogFactorial(k) - CountDraws.LogFactorial(n - k);

    private static void Check(Func<SeededRandom, long> draw, double mean, double variance, Func<long, double> logMass, long most)
    {
        var random = new SeededRandom(11);
        var counts = new long[Draws];
        for (var i = 0; i < Draws; i++)
        {
            counts[i] = draw(random);
            counts[i].ShouldBeInRange(0, most);
        }

        var error = Math.Sqrt(variance / Draws);
        counts.Average().ShouldBe(mean, 4 * error);
        counts.Average(count => (count - mean) * (count - mean)).ShouldBe(variance, 0.06 * variance);

        // The share at and near the mode, against the exact masses.
        var (low, high) = ((long)Math.Floor(mean - (0.7 * Math.Sqrt(variance))), (long)Math.Ceiling(mean + (0.3 * Math.Sqrt(variance))));
        (low, high) = (Math.Max(0, low), Math.Min(most, high));
        var expected = 0.0;
        for (var k = low; k <= high; k++)
        {
            expected += Math.Exp(logMass(k));
        }

        ((double)counts.Count(count => count >= low && count <= high) / Draws).ShouldBe(expected, 0.012);
    }
}
