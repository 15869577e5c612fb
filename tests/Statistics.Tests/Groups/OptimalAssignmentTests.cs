using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Statistics.Tests.Groups;

public sealed class OptimalAssignmentTests
{
    [Fact]
    public void No_other_pairing_gains_more() => Prop.ForAll(
        Gen.Choose(1, 6).SelectMany(rows => Gen.Choose(1, 6).SelectMany(columns => Gen.ArrayOf(Gen.Choose(-20, 100), rows * columns).Select(gains => (rows, columns, gains)))).ToArbitrary(),
        drawn =>
        {
            var gains = new double[drawn.rows, drawn.columns];
            Buffer.BlockCopy(drawn.gains.Select(gain => (double)gain).ToArray(), 0, gains, 0, drawn.gains.Length * sizeof(double));

            var columnOf = OptimalAssignment.Maximise(gains);

            var paired = columnOf.Where(column => column >= 0).ToArray();
            paired.Length.ShouldBe(Math.Min(drawn.rows, drawn.columns));
            paired.Distinct().Count().ShouldBe(paired.Length, "A column is paired once.");
            columnOf.Select((column, row) => column < 0 ? 0 : gains[row, column]).Sum().ShouldBe(Best(gains, 0, 0, Math.Max(0, drawn.rows - drawn.columns)));
        }).QuickCheckThrowOnFailure();

    /// <summary>By trying everything; a row may go without where there are fewer columns.</summary>
    private static double Best(double[,] gains, int row, int used, int mayGoWithout)
    {
        if (row == gains.GetLength(0))
        {
            return 0;
        }

        var best = mayGoWithout > 0 ? Best(gains, row + 1, used, mayGoWithout - 1) : double.NegativeInfinity;
        for (var column = 0; column < gains.GetLength(1); column++)
        {
            if ((used & (1 << column)) == 0)
            {
                best = Math.Max(best, gains[row, column] + Best(gains, row + 1, used | (1 << column), mayGoWithout));
            }
        }

        return best;
    }
}
