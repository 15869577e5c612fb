using Utanforskap.Ingestion.Deliveries;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Deliveries;

public sealed class DeliveryMappingTests
{
    private static readonly string[] Areas = TestTables.Areas(5);
    private static readonly StatCube Codes = TestTables.Table(Areas, ["2020", "2021"]);

    [Fact]
    public void Labels_become_the_registers_codes_and_a_dimension_of_one_category_may_be_left_out()
    {
        var file = Codes with
        {
            Dimensions =
            [
                Named("region", DimensionRole.Region, [.. Areas.Select(a => $"Namn  {a} ")]),
                Named("grupp", DimensionRole.Other, ["a", "tot", "x"]),
                Named("år", DimensionRole.Time, ["2020", "2021"]),
            ],
        };

        Hash(DeliveryMapping.Map(file, TableShape.Of(Codes))).ShouldBe(Hash(Codes), "the file holds what the register has");
    }

    [Fact]
    public void A_name_of_two_areas_is_an_error_and_not_a_guess()
    {
        var twins = TableShape.Of(Codes with
        {
            Dimensions = [Codes.Dimensions[0] with { Labels = ["Centrum", "Centrum", "C", "D", "E"] }, .. Codes.Dimensions.Skip(1)],
        });
        var file = Codes with { Dimensions = [Named("region", DimensionRole.Region, ["Centrum", "B", "C", "D", "E"]), .. Codes.Dimensions.Skip(1)] };

        Should.Throw<SourceFormatException>(() => DeliveryMapping.Map(file, twins)).Problem.ShouldContain("\"Centrum\" stands for more than one category");
    }

    [Fact]
    public void A_name_in_an_old_and_a_new_division_is_told_by_the_years()
    {
        var both = TestTables.Table([.. Areas, .. Areas.Select(a => a + "_RegSO2025")], ["2020", "2021"]);
        var shape = TableShape.Of(both with
        {
            Dimensions = [both.Dimensions[0] with { Labels = [.. Areas.Concat(Areas).Select(a => "Namn " + a)] }, .. both.Dimensions.Skip(1)],
        });
        var file = Codes with { Dimensions = [Named("region", DimensionRole.Region, [.. Areas.Select(a => "Namn " + a)]), .. Codes.Dimensions.Skip(1)] };

        Hash(DeliveryMapping.Map(file, shape)).ShouldBe(Hash(Codes));
    }

    [Theory]
    [InlineData("Namn 9999R001", "is no category of Region")]
    public void An_unknown_name_is_an_error(string name, string problem)
    {
        var file = Codes with { Dimensions = [Named("region", DimensionRole.Region, [name, .. Areas[1..]]), .. Codes.Dimensions.Skip(1)] };

        Should.Throw<SourceFormatException>(() => DeliveryMapping.Map(file, TableShape.Of(Codes))).Problem.ShouldContain(problem);
    }

    [Fact]
    public void A_column_that_the_register_does_not_have_or_that_the_file_lacks_is_an_error()
    {
        var more = Codes with { Dimensions = [.. Codes.Dimensions.Take(1), Named("färg", DimensionRole.Other, ["röd", "grön", "blå"]), .. Codes.Dimensions.Skip(2)] };

        Should.Throw<SourceFormatException>(() => DeliveryMapping.Map(more, TableShape.Of(Codes))).Problem.ShouldContain("\"färg\"");
        Should.Throw<SourceFormatException>(() => DeliveryMapping.Map(Codes with { Dimensions = [.. Codes.Dimensions.Where(d => d.Code != "Grupp")] }, TableShape.Of(Codes)))
            .Problem.ShouldContain("no column for Grupp");
    }

    private static CubeDimension Named(string name, DimensionRole role, string[] labels) => new(name, name, role, labels, [.. labels.Select(l => l.Trim())], []);

    private static string Hash(StatCube cube) => ContentHash.Of(RegisterTable.Of(TestTables.People, cube).Table!);
}
