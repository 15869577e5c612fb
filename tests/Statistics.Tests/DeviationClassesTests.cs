namespace Utanforskap.Statistics.Tests;

public sealed class DeviationClassesTests
{
    private static readonly DeviationClasses Sei2022 = DeviationClasses.Of(new Spread(3363, 9.1, 5.47), [2, 1, 0, -1]);

    [Theory]
    [InlineData(60, 1)]
    [InlineData(20.04, 1)]
    [InlineData(20.03, 2)]
    [InlineData(14.57, 2)]
    [InlineData(14.56, 3)]
    [InlineData(9.1, 3)]
    [InlineData(9.09, 4)]
    [InlineData(3.64, 4)]
    [InlineData(3.62, 5)]
    [InlineData(0, 5)]
    public void The_published_mean_and_deviation_of_2022_cut_the_index_into_five_types(double index, int type) =>
        Sei2022.ClassOf(index).ShouldBe(type);

    [Fact]
    public void A_value_on_a_limit_belongs_to_the_class_above_it()
    {
        for (var i = 0; i < Sei2022.Limits.Length; i++)
        {
            Sei2022.ClassOf(Sei2022.Limits[i]).ShouldBe(i + 1);
            Sei2022.ClassOf(Math.BitDecrement(Sei2022.Limits[i])).ShouldBe(i + 2);
        }
    }

    [Fact]
    public void A_missing_value_has_no_class() => Should.Throw<ArgumentException>(() => Sei2022.ClassOf(double.NaN));

    [Fact]
    public void Limits_of_no_values_cannot_be_had() =>
        Should.Throw<ArgumentException>(() => DeviationClasses.Of(Spread.OfPopulation([]), [2, 1, 0, -1]));

    [Fact]
    public void Cuts_that_do_not_fall_are_refused() =>
        Should.Throw<ArgumentException>(() => DeviationClasses.Of(new Spread(2, 1, 1), [0, 1]));
}
