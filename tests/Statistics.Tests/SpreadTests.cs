using FsCheck;
using FsCheck.Fluent;

namespace Utanforskap.Statistics.Tests;

public sealed class SpreadTests
{
    private static readonly Arbitrary<double[]> Indices =
        Gen.ArrayOf(Gen.Choose(0, 1_000_000).Select(n => n / 7919.0)).Where(v => v.Length > 0).ToArbitrary();

    [Fact]
    public void Mean_and_deviation_agree_with_exact_decimal_arithmetic() => Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, 100_000)).Where(v => v.Length > 0).ToArbitrary(),
        thousandths =>
        {
            // Decimals hold these sums exactly: n·Σx² − (Σx)² over n² is the variance.
            decimal n = thousandths.Length, sum = 0, squares = 0;
            foreach (var value in thousandths)
            {
                sum += value;
                squares += (decimal)value * value;
            }

            var spread = Spread.OfPopulation([.. thousandths.Select(v => v / 1000.0)]);

            spread.Mean.ShouldBe((double)(sum / n / 1000), 1e-12);
            spread.Deviation.ShouldBe(Math.Sqrt((double)(((n * squares) - (sum * sum)) / (n * n))) / 1000, 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_values_in_the_same_order_give_the_same_bits() => Prop.ForAll(
        Indices,
        values =>
        {
            var alone = Spread.OfPopulation(values);
            var together = Enumerable.Range(0, 4).AsParallel().Select(_ => Spread.OfPopulation([.. values])).ToArray();
            together.ShouldAllBe(s => BitConverter.DoubleToInt64Bits(s.Mean) == BitConverter.DoubleToInt64Bits(alone.Mean)
                && BitConverter.DoubleToInt64Bits(s.Deviation) == BitConverter.DoubleToInt64Bits(alone.Deviation));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sum_survives_cancellation() =>
        CompensatedSum.Of([1, 1e100, 1, -1e100]).ShouldBe(2, "plain addition would give 0");

    [Fact]
    public void Equal_values_have_no_deviation() => Spread.OfPopulation([0.1, 0.1, 0.1]).Deviation.ShouldBe(0, 1e-17);

    [Fact]
    public void No_values_have_no_mean() => Spread.OfPopulation([]).Mean.ShouldBe(double.NaN);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_named(double value) =>
        Should.Throw<ArgumentException>(() => Spread.OfPopulation([1, value])).Message.ShouldContain("Value 1 of 2");
}
