using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Boundaries;

namespace Utanforskap.Ingestion.Tests.Boundaries;

public sealed class BoundaryGateTests
{
    private static readonly BoundarySet Before = MadeBorders.Row(4);

    [Fact]
    public void Whole_borders_pass_alone_and_after_others()
    {
        Check(Before, null).ShouldBeEmpty();
        Check(MadeBorders.Of(3006, [.. Before.Areas.Take(3), MadeBorders.Square("0114R004", 3000, 1020)]), Before).ShouldBeEmpty("a border may be drawn better");
    }

    [Fact]
    public void Codes_of_no_area_of_the_division_and_codes_that_stand_twice_are_refused()
    {
        Single(MadeBorders.Of(3006, MadeBorders.Square("0114A0010", 0))).ShouldBe("restructured: \"0114A0010\" is not the code of an area of RegSO2020.");
        Single(MadeBorders.Of(3006, MadeBorders.Square("0114R001", 0), MadeBorders.Square("0114R001", 1000))).ShouldBe("restructured: The area 0114R001 stands 2 times.");
    }

    [Theory]
    [InlineData(4326, "restructured: The coordinates are EPSG:4326; expected EPSG:3006, in metres.")]
    [InlineData(null, "restructured: The coordinates are of a system that the layer does not state; expected EPSG:3006, in metres.")]
    public void Coordinates_that_are_not_metres_are_refused(int? srid, string reason) => Single(MadeBorders.Row(4, srid)).ShouldBe(reason);

    [Theory]
    [InlineData("MULTIPOLYGON EMPTY", "impossible: The border of 0114R001 encloses nothing.")]
    [InlineData("MULTIPOLYGON(((0 0,10 10,10 0,0 20,0 0)))", "impossible: The border of 0114R001 is not valid: Self-intersection at")]
    public void A_border_that_encloses_nothing_or_crosses_itself_is_refused(string wkt, string reason) =>
        Single(MadeBorders.Of(3006, MadeBorders.Shape("0114R001", wkt))).ShouldStartWith(reason);

    [Fact]
    public void Areas_that_are_gone_or_new_and_surfaces_that_jump_are_refused()
    {
        Told(MadeBorders.Of(3006, [.. Before.Areas.Take(3)]), Before).ShouldContain("incomplete: The area 0114R004 of the last release is gone.");
        Told(MadeBorders.Row(5), Before).ShouldContain("restructured: 0114R005 was not among the areas of RegSO2020 at the last release.");
        Told(MadeBorders.Of(3006, [MadeBorders.Square("0114R001", 0, 300), MadeBorders.Square("0114R002", 300, 1700), .. Before.Areas.Skip(2)]), Before)
            .ShouldBe(["implausible: The surface of 0114R001 was 1 km² and is 0.3 km²."], "its neighbour grew by less than twice");
        Told(MadeBorders.Of(3006), null).ShouldBe(["incomplete: The layer has no areas."]);
    }

    [Fact]
    public void What_is_kept_is_read_as_it_was_and_the_hash_names_the_content_and_not_how_it_is_written()
    {
        var lake = MadeBorders.Shape("0114R002", "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,8 8,8 2,2 2)),((20 0,22 0,22 2,20 2,20 0)))");
        var same = MadeBorders.Shape("0114R002", "MULTIPOLYGON(((22 2,20 2,20 0,22 0,22 2)),((10 10,10 0,0 0,0 10,10 10),(8 8,8 2,2 2,2 8,8 8)))");
        var other = MadeBorders.Shape("0114R002", "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,8 8,8 2,2 2)),((20 0,22 0,22 2.1,20 2,20 0)))");

        var read = BoundaryLines.Read(BoundaryLines.Write(MadeBorders.Of(3006, lake)));

        (read.Srid, read.Areas[0].Name).ShouldBe((3006, "Område 0114R002"));
        read.Areas[0].Border.EqualsTopologically(lake.Border).ShouldBeTrue();
        BoundaryLines.HashOf(read).ShouldBe(BoundaryLines.HashOf(MadeBorders.Of(3006, same)));
        BoundaryLines.HashOf(MadeBorders.Of(3006, other)).ShouldNotBe(BoundaryLines.HashOf(read));
        BoundaryLines.HashOf(MadeBorders.Of(3006, lake with { Name = "Sjön" })).ShouldNotBe(BoundaryLines.HashOf(read), "an area that is renamed is another release");
        BoundaryLines.PolygonsOf(lake.Border).ShouldAllBe(rings => NetTopologySuite.Algorithm.Orientation.IsCCW(
            rings[0].Chunk(2).Select(c => new NetTopologySuite.Geometries.Coordinate(c[0], c[1])).ToArray()), "GeoJSON's outer rings turn against the clock");
    }

    private static IReadOnlyList<RefusalReason> Check(BoundarySet set, BoundarySet? before) => BoundaryGates.Check("stat:RegSO_2020", set, before);

    private static IEnumerable<string> Told(BoundarySet set, BoundarySet? before) => Check(set, before).Select(r => $"{r.Gate}: {r.Message}");

    private static string Single(BoundarySet set) => Told(set, null).Single();
}
