using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Statistics.Chance;
using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Statistics.Tests.Segregation;

/// <summary>Tables for the tests: any small ones, and the schools of the R package segregation.</summary>
internal static class Tables
{
    /// <summary>2–12 units by 2–5 groups, counts 0–60, every group with a member.</summary>
    public static Arbitrary<GroupTable> Any { get; } = Of(Gen.Choose(2, 5));

    public static Arbitrary<GroupTable> AnyOfTwo { get; } = Of(Gen.Constant(2));

    public static GroupTable Of(params double[][] units) => GroupTable.Of(
        [.. units.Select((_, u) => $"{u:D4}")],
        [.. units[0].Select((_, g) => $"g{g}")],
        [.. units[0].Select((_, g) => units.Select(counts => counts[g]).ToArray())]);

    public static double[][] Rows(GroupTable table) =>
        [.. table.Units.Select((_, u) => table.Groups.Select((_, g) => table.Count(u, g)).ToArray())];

    /// <summary>Units of 60 persons of which each is of the first group with the unit's probability.</summary>
    public static GroupTable Drawn(int units, int persons, Func<int, double> probability, long seed)
    {
        var random = new SeededRandom(seed);
        return Of([.. Enumerable.Range(0, units).Select(u =>
        {
            double first = random.Binomial(persons, probability(u));
            return new[] { first, persons - first };
        })]);
    }

    private static Arbitrary<GroupTable> Of(Gen<int> groups) => groups
        .SelectMany(g => Gen.Choose(2, 12).SelectMany(u => Gen.ArrayOf(Gen.Frequency((4, Gen.Choose(0, 60)), (1, Gen.Constant(0))), g * u)
            .Select(counts => counts.Select(count => (double)count).Chunk(g).ToArray())))
        .Where(units => Enumerable.Range(0, units[0].Length).All(g => units.Any(counts => counts[g] > 0)))
        .Select(Of)
        .ToArbitrary();
}
