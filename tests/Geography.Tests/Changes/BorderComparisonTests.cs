using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Utanforskap.Geography.Changes;

namespace Utanforskap.Geography.Tests.Changes;

public sealed class BorderComparisonTests
{
    [Fact]
    public void Borders_tell_what_became_of_areas()
    {
        // A row of squares; the second is cut, and the third gives a quarter to the fourth, which is written with other corners in another order.
        var change = BorderComparison.Between(
            MadeChange.From,
            [Shape("1", "0 0,10 0,10 10,0 10,0 0"), Shape("2", "10 0,20 0,20 10,10 10,10 0"), Shape("3", "20 0,30 0,30 10,20 10,20 0"), Shape("4", "30 0,40 0,40 10,30 10,30 0")],
            MadeChange.To,
            [
                Shape("4", "27.5 0,40 0,40 10,27.5 10,27.5 0"), Shape("1", "10 10,0 10,0 0,10 0,10 10"), Shape("3", "20 0,27.5 0,27.5 10,20 10,20 0"),
                Shape("2", "10 0,14 0,14 10,10 10,10 0"), Shape("5", "14 0,20 0,20 10,14 10,14 0"),
            ]);

        change.Before.Select(a => $"{a.Code} {a.Kind}").ShouldBe(["1 Unchanged", "2 Split", "3 ChangedBorder", "4 ChangedBorder"]);
        change.After.Select(a => $"{a.Code} {a.Kind}").ShouldBe(["1 Unchanged", "2 Split", "3 ChangedBorder", "4 ChangedBorder", "5 Split"]);
        change.FindBefore("3")!.Others.Select(o => (o.Code, Math.Round(o.Share, 9), Math.Round(o.ShareOfOther, 9))).ShouldBe([("3", 0.75, 1), ("4", 0.25, 0.2)]);
    }

    [Fact]
    public void Areas_of_several_pieces_and_with_holes_are_compared_by_surface()
    {
        var lake = new AreaShape("1", null, new WKTReader().Read("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,8 8,8 2,2 2)),((20 0,22 0,22 2,20 2,20 0)))"));
        var filled = Shape("1", "0 0,10 0,10 10,0 10,0 0");

        var change = BorderComparison.Between(MadeChange.From, [lake], MadeChange.To, [filled]);

        var overlap = change.Before.Single().Others.Single();
        change.Before.Single().Kind.ShouldBe(RelationKind.ChangedBorder);
        overlap.ShareOfOther.ShouldBe(0.64, 1e-9, "the land around the lake");
        overlap.Share.ShouldBe(64.0 / 68, 1e-9, "the island is in no area any more");
    }

    private static AreaShape Shape(string code, string ring) => new(code, null, new WKTReader().Read($"POLYGON(({ring}))") as Polygon ?? throw new InvalidOperationException());
}
