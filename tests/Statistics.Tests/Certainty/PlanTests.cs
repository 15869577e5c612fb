using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Reading;

namespace Utanforskap.Statistics.Tests.Certainty;

/// <summary>A definition compiled for many draws gives what the engine gives.</summary>
public sealed class PlanTests
{
    [Fact]
    public void A_plan_computes_what_the_engine_computes()
    {
        // With ranges of practically nothing every draw is the definition's own run; without ties, whose order would hang on that nothing.
        var figures = Sei.Country(500);
        figures = figures.With([new("v1", [.. figures.Numbers("v1")!.Select((value, area) => value + (area * 1e-6))])]);
        var choice = "certainty: { choice: { weights: { sei: 1e-13 }, limits: { type: 1e-13 } } }";

        var certainty = Sei.Of(Sei.Definition(choice), figures, new DrawOptions(10));

        certainty.Areas.ShouldAllBe(area => area.Probabilities[area.Category!.Value - 1] == 1 && area.Ranks == new RankInterval(area.Rank!.Value, area.Rank.Value));
    }

    [Theory]
    [InlineData(
        """
          a: { from: v1, steps: [standardise] }
          b: { from: v2, steps: [min-max: { from: 1, to: 2 }, scale: 10] }
          c: { from: v3, steps: [rank] }
          m: { geometric-mean: [b, c] }
          x: { mean: [a, m], missing: drop }
          type: { from: x, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }
        certainty: { choice: { weights: { x: 1e-13 }, limits: { type: 1e-13 } } }
        """)]
    [InlineData(
        """
          a: { from: v1, steps: [limit: { side: above, deviations: 1 }] }
          b: { from: v2, steps: [limit: { side: at-least, value: 7.00000001 }] }
          c: { from: v3, steps: [limit: { side: below, percentile: 40 }] }
          d: { from: v3, steps: [limit: { side: at-least, deviations: 0.5, weight: n }] }
          two: { at-least: [a, b, c, d], count: 2 }
          three: { at-least: [a, b, c, d], count: 3 }
          type: { first-true: [three, two] }
        certainty: { choice: { limits: { a: 1e-13, b: 1e-13, c: 1e-13, d: 1e-13 } } }
        """)]
    [InlineData(
        """
          a: { from: v1, steps: [standardise: { within: county }] }
          b: { from: v2, steps: [standardise] }
          x: { mean: [a, b, v3], weights: principal-component }
          y: { sum: [x, b] }
          type: { from: y, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }
        certainty: { choice: { limits: { type: 1e-13 }, weights: { y: 1e-13 } } }
        """)]
    [InlineData(
        """
          w: { mean: [v1, v2] }
          twice: { from: w, steps: [scale: 2] }
          z: { from: w, steps: [standardise] }
          s: { sum: [z, twice] }
          type: { from: s, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }
        certainty: { choice: { weights: { w: 1e-13 } } }
        """)]
    [InlineData(
        """
          w: { mean: [v1, v2] }
          twice: { from: w, steps: [scale: 2] }
          thrice: { from: w, steps: [scale: 3] }
          s: { sum: [twice, thrice] }
          type: { from: s, steps: [classes: { by: deviations, cuts: [1, 0, -1] }] }
        certainty: { choice: { weights: { w: 1e-13 } } }
        """)]
    public void A_plan_goes_through_many_areas_tile_by_tile_as_the_engine_goes_through_all(string series)
    {
        var definition = IndexFile.Read("x.yaml", $"index: x\nversion: 1.0.0\ninputs: [v1, v2, v3, n]\nseries:\n{series}");
        // One more than two tiles, so that most of the last vector is padding; and the areas that stand there in the tile before are far out.
        var country = Sei.Country(4_097);
        var figures = new IndexFigures(
            country.Areas,
            [
                .. new[] { "v1", "v2", "v3" }.Select((name, j) => KeyValuePair.Create(
                    name, country.Numbers(name)!.Select((value, area) => area is 2_049 or 2_050 or 2_051 ? 5_000 + area + j : (area * 7 % 53) == j ? double.NaN : value + (area * 1e-6)).ToArray())),
                KeyValuePair.Create("n", country.Numbers("n")!.ToArray()),
            ],
            [KeyValuePair.Create("county", country.Areas.Select((_, area) => $"{area % 21}").ToArray())]);

        var certainty = CertaintyComputation.Compute(definition, figures, CertaintyLayer.Choice, new DrawOptions(3) { Threads = 1 });

        certainty.Areas.Select(area => area.Category).Distinct().Count().ShouldBeGreaterThan(2);
        certainty.Areas.ShouldAllBe(area => area.Category == null ? area.None == 1 : area.Probabilities[certainty.Categories.Index().Single(c => c.Item == area.Category).Index] == 1);
    }
}
