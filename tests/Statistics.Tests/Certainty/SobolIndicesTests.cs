using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Certainty.Sensitivity;

namespace Utanforskap.Statistics.Tests.Certainty;

public sealed class SobolIndicesTests
{
    /// <summary>T. Ishigami and T. Homma (1990): sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³, whose indices are known.</summary>
    private static FactorModel Ishigami() => (point, outputs) =>
    {
        double X(ReadOnlySpan<double> at, int i) => Math.PI * ((2 * at[i]) - 1);
        outputs[0] = Math.Sin(X(point, 0)) + (7 * Math.Pow(Math.Sin(X(point, 1)), 2)) + (0.1 * Math.Pow(X(point, 2), 4) * Math.Sin(X(point, 0)));
        outputs[1] = 3;
    };

    [Fact]
    public void Indices_of_Ishigamis_function_are_the_known_ones()
    {
        const double a = 7, b = 0.1;
        var pi4 = Math.Pow(Math.PI, 4);
        var variance = (a * a / 8) + (b * pi4 / 5) + (b * b * pi4 * pi4 / 18) + 0.5;
        var first = Math.Pow(1 + (b * pi4 / 5), 2) / 2;
        var third = b * b * pi4 * pi4 * 8 / 225;

        var found = SobolIndices.Of(3, 2, 8192, new DrawOptions(Seed: 5), Ishigami)[0];

        found.Variance.ShouldBe(variance, 0.03 * variance);
        double[] firsts = [first / variance, a * a / 8 / variance, 0];
        double[] totals = [(first + third) / variance, a * a / 8 / variance, third / variance];
        for (var i = 0; i < 3; i++)
        {
            found.Factors[i].First.Value.ShouldBe(firsts[i], 0.03, $"first order of x{i + 1}");
            found.Factors[i].Total.Value.ShouldBe(totals[i], 0.03, $"total order of x{i + 1}");
        }
    }

    [Fact]
    public void Intervals_hold_the_known_indices_about_as_often_as_they_promise()
    {
        var pi4 = Math.Pow(Math.PI, 4);
        var variance = (49.0 / 8) + (0.1 * pi4 / 5) + (0.01 * pi4 * pi4 / 18) + 0.5;
        var known = 0.01 * pi4 * pi4 * 8 / 225 / variance;

        var held = Enumerable.Range(0, 60).Count(seed =>
            SobolIndices.Of(3, 2, 256, new DrawOptions(Seed: (ulong)seed), Ishigami)[0].Factors[2].Total is var total && total.Lowest <= known && known <= total.Highest);

        held.ShouldBeInRange(51, 60, "95 per cent of 60 is 57.");
    }

    [Fact]
    public void An_output_that_never_varies_has_no_indices() =>
        SobolIndices.Of(3, 2, 64, new DrawOptions(), Ishigami)[1].ShouldSatisfyAllConditions(
            constant => constant.Mean.ShouldBe(3), constant => constant.Variance.ShouldBe(0), constant => constant.Factors.ShouldBeEmpty());

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var one = SobolIndices.Of(3, 2, 200, new DrawOptions(Seed: 9) { Threads = 1 }, Ishigami)[0];
        var many = SobolIndices.Of(3, 2, 200, new DrawOptions(Seed: 9) { Threads = 5 }, Ishigami)[0];
        var other = SobolIndices.Of(3, 2, 200, new DrawOptions(Seed: 10), Ishigami)[0];

        many.Factors.ShouldBe(one.Factors);
        other.Factors[0].ShouldNotBe(one.Factors[0]);
    }
}
