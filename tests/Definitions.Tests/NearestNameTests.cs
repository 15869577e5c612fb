namespace Utanforskap.Definitions.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["id", "title", "numerator", "denominator", "missing-areas", "fullRead"];

    [Theory]
    [InlineData("titel", "title", "two neighbours swapped are one edit")]
    [InlineData("numertor", "numerator", "a letter left out")]
    [InlineData("denominater", "denominator", "fewer edits than to numerator")]
    [InlineData("missingAreas", "missing-areas", "case and hyphens do not count")]
    [InlineData("full_read", "fullRead", "nor do underscores")]
    [InlineData("ids", "id", "one edit is always near")]
    [InlineData("colour", null, "nothing is near")]
    [InlineData("", null, "an empty name is near nothing")]
    public void The_nearest_known_name_is_found_where_one_is_near(string written, string? nearest, string why) =>
        NearestName.Of(written, Known).ShouldBe(nearest, why);
}
