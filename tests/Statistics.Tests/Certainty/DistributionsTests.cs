using System.Runtime.Intrinsics;
using MathNet.Numerics;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Certainty.Drawing;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices.Steps;
using Binomial = Utanforskap.Statistics.Certainty.Drawing.Binomial;

namespace Utanforskap.Statistics.Tests.Certainty;

public sealed class DistributionsTests
{
    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution_and_no_ends()
    {
        var column = new double[1_000_000];
        new RandomStream(1, 2, 3).Fill(column);

        column.Min().ShouldBeGreaterThan(0);
        column.Max().ShouldBeLessThan(1);
        column.Average().ShouldBe(0.5, 5 * Math.Sqrt(1.0 / 12 / column.Length));
        column.Select(x => (x - 0.5) * (x - 0.5)).Average().ShouldBe(1.0 / 12, 5 * Math.Sqrt(1.0 / 180 / column.Length));
        var next = column.Zip(column.Skip(4), (a, b) => (a - 0.5) * (b - 0.5)).Average();
        next.ShouldBe(0, 5 / 12.0 / Math.Sqrt(column.Length), "Numbers that follow each other in a lane do not hang together.");
    }

    [Fact]
    public void Streams_of_neighbouring_draws_and_numbers_differ()
    {
        static double First(ulong seed, ulong draw, ulong stream) => new RandomStream(seed, draw, stream).Next()[0];
        double[] firsts = [First(1, 0, 0), First(1, 1, 0), First(1, 0, 1), First(2, 0, 0), First(0, 1, 0), First(0, 0, 1)];
        firsts.ShouldBeUnique();
        First(1, 1, 0).ShouldBe(firsts[1], "The same numbers give the same bits.");
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-12)]
    [InlineData(0.01)]
    [InlineData(0.0749)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.99999)]
    public void The_normal_quantile_is_the_inverse_of_the_distribution(double share)
    {
        var z = NormalQuantile.Of(share);

        (SpecialFunctions.Erfc(-z / Math.Sqrt(2)) / 2 / share).ShouldBe(1, 1e-12);
        NormalQuantile.Of(Vector256.Create(share, 0.5, 0.2, 0.9))[0].ShouldBe(z, "One by one and four at a time give the same bits.");
    }

    [Theory]
    [InlineData(20, 0.3)]
    [InlineData(3000, 0.004)]
    [InlineData(500, 0.97)]
    [InlineData(400, 0.12)]
    [InlineData(9000, 0.07)]
    [InlineData(20000, 0.5)]
    public void Quantiles_of_the_binomial_are_those_of_its_exact_distribution(int trials, double chance)
    {
        var binomial = new Binomial(trials, chance);
        var (first, chances) = binomial.Chances();
        chances.Select((p, i) => p * Math.Pow(first + i, 1)).Sum().ShouldBe(trials * chance, 1e-7 * trials);

        const int points = 20_000;
        var (wrong, off) = (0, 0.0);
        for (var point = 0; point < points; point++)
        {
            var share = (point + 0.5) / points;
            var (exact, sum) = (first, chances[0]);
            while (sum < share)
            {
                sum += chances[++exact - first];
            }

            var z = NormalQuantile.Of(share);
            double quantile;
            if (binomial.IsExpanded)
            {
                var (c0, c1, c2, c3) = binomial.Expansion();
                quantile = Math.Round((((((c3 * z) + c2) * z) + c1) * z) + c0);
            }
            else
            {
                var (least, scores) = binomial.Table();
                quantile = least + scores.Count(score => score < z);
            }

            wrong += quantile == exact ? 0 : 1;
            off += quantile - exact;
        }

        wrong.ShouldBeLessThanOrEqualTo(binomial.IsExpanded ? points / 100 : 0, "A count that an expansion gives is wrong in less than one of a hundred, one from a table never.");
        (Math.Abs(off) / points).ShouldBeLessThan(0.005);
    }

    [Fact]
    public void Where_an_expansion_is_sure_it_gives_the_quantile_of_the_table()
    {
        var random = new Random(5);
        var (sure, all) = (0, 0);
        for (var sample = 0; sample < 300; sample++)
        {
            var chance = random.NextDouble() * random.NextDouble();
            var binomial = new Binomial(1 + (int)(Math.Min(49.9 / (chance * (1 - chance)), 20_000) * random.NextDouble()), chance);
            var tables = new BinomialTables(4);
            var within = tables.Add(0, binomial);
            var (c0, c1, c2, c3) = binomial.Expansion();
            var (first, scores) = binomial.Table();
            for (var point = 0; point < 500; point++)
            {
                var z = NormalQuantile.Of(random.NextDouble());
                var exact = first + scores.Count(score => score < z);
                var expanded = (((((c3 * z) + c2) * z) + c1) * z) + c0;
                var count = Math.Clamp(Math.Round(expanded), 0, binomial.Trials);
                all++;
                if (Math.Abs(z) <= BinomialTables.Reach && Math.Abs(expanded - Math.Round(expanded)) <= within)
                {
                    sure++;
                    count.ShouldBe(exact, $"n {binomial.Trials}, p {chance}, z {z}");
                }

                tables.Correct(0, Vector256.Create(z), Vector256.Create(count), Vector256.Create(-1L, 0, 0, 0).AsDouble())[0].ShouldBe(exact);
            }
        }

        ((double)sure / all).ShouldBeGreaterThan(0.7, "A table is needed for few.");
    }

    [Theory]
    [InlineData(12_000, 0.005)]
    [InlineData(12_000, 0.995)]
    [InlineData(900, 0.4)]
    public void Quantiles_by_expansion_are_right_far_out_too(int trials, double chance)
    {
        var binomial = new Binomial(trials, chance);
        binomial.IsExpanded.ShouldBeTrue();
        var (c0, c1, c2, c3) = binomial.Expansion();
        var (first, scores) = binomial.Table();

        var wrong = Enumerable.Range(-4500, 9001).Select(i => i / 1000.0).Count(z => Math.Round((((((c3 * z) + c2) * z) + c1) * z) + c0) != first + scores.Count(score => score < z));

        wrong.ShouldBeLessThan(9001 / 30, "Evenly over normal scores from −4.5 to 4.5, so most of them are in the tails.");
    }

    [Fact]
    public void Chances_of_the_binomial_are_those_of_the_reference()
    {
        var (first, chances) = new Binomial(120, 0.07).Chances();
        for (var i = 0; i < chances.Length; i++)
        {
            chances[i].ShouldBe(MathNet.Numerics.Distributions.Binomial.PMF(0.07, 120, first + i), 1e-13);
        }
    }

    [Theory]
    [InlineData(2, 5)]
    [InlineData(0.1, 3)]
    [InlineData(9.9, 5)]
    public void Cell_key_noise_has_the_stated_variance_and_falls_away_from_nought(double variance, int largest)
    {
        var table = new CellKeyTable(new CellKeyNoise(variance, largest));

        table.Probabilities.Sum().ShouldBe(1, 1e-12);
        table.Probabilities.Select((p, i) => p * (i - largest) * (i - largest)).Sum().ShouldBe(variance, 1e-9);
        table.Probabilities.Take(largest).Zip(table.Probabilities.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
    }

    [Fact]
    public void A_count_behind_noise_is_never_below_nought()
    {
        var table = new CellKeyTable(new CellKeyNoise(2, 5));

        double[] counts = [.. Enumerable.Range(0, 1000).Select(i => table.True(1, (i + 0.5) / 1000))];
        counts.Min().ShouldBe(0);
        counts.Max().ShouldBe(6);
        var possible = table.Probabilities.Take(7).ToArray();
        ((double)counts.Count(count => count == 1)).ShouldBe(1000 * table.Probabilities[5] / possible.Sum(), 1.5, "Noise that would make the count negative is ruled out; the rest keep their proportions.");
    }

    [Fact]
    public void Correlations_that_nothing_can_have_have_no_factor()
    {
        Copula.Factor([[1, 0.5], [0.5, 1]])![1].ShouldBe([0.5, Math.Sqrt(0.75)]);
        Copula.Factor([[1, 1], [1, 1]]).ShouldBeNull();
        Copula.Factor([[1, 0.2], [0.3, 1]]).ShouldBeNull();
        Copula.Factor([[1, -0.6, -0.6], [-0.6, 1, -0.6], [-0.6, -0.6, 1]]).ShouldBeNull();
    }

    [Fact]
    public void Ranks_by_buckets_are_ranks_by_sorting()
    {
        var random = new Random(3);
        foreach (var areas in new[] { 1, 2, 5, 1000, 3363 })
        {
            foreach (var digits in new[] { 0, 1, 12 })
            {
                double[] values = [.. Enumerable.Range(0, areas).Select(i => i % 17 == 3 ? double.NaN : Math.Round(Math.Exp(3 * random.NextDouble() * random.NextDouble()), digits))];
                var expected = new double[areas];
                new Rank().Fit(values, []).Apply(values, expected);

                Ranking.Of(values).ShouldBe(expected.Select(rank => double.IsNaN(rank) ? 0 : (int)rank).ToArray());
            }
        }
    }
}
