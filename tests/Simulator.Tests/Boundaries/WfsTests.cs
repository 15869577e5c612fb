using System.Net;

namespace Utanforskap.Simulator.Tests.Boundaries;

public sealed class WfsTests
{
    private const string GetFeature = "/geoserver/stat/wfs?service=WFS&version=2.0.0&request=GetFeature&outputFormat=application/json&typeNames=";

    [Theory]
    [InlineData("stat:AlvReg_2018")]
    [InlineData("AlvReg_2018")]
    public async Task A_layer_is_given_as_geojson_with_closed_rings(string layer)
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=20");

        var answer = await simulator.Get(GetFeature + layer);

        answer.GetProperty("type").GetString().ShouldBe("FeatureCollection");
        answer.GetProperty("totalFeatures").GetInt32().ShouldBe(20, "an area, a feature");
        answer.GetProperty("crs").GetProperty("properties").GetProperty("name").GetString().ShouldBe("urn:ogc:def:crs:EPSG::3006");
        foreach (var feature in answer.GetProperty("features").EnumerateArray())
        {
            var ring = feature.GetProperty("geometry").GetProperty("coordinates")[0][0].EnumerateArray().Select(p => p.ToString()).ToList();
            ring.Count.ShouldBeGreaterThan(3);
            ring[0].ShouldBe(ring[^1], "a ring is closed");
        }
    }

    [Fact]
    public async Task A_layer_can_be_read_in_pages()
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=20");

        var page = await simulator.Get(GetFeature + "stat:AlvReg_2018&count=8&startIndex=16");

        page.GetProperty("features").GetArrayLength().ShouldBe(4, "of 20 areas the last four remain");
        page.GetProperty("numberReturned").GetInt32().ShouldBe(4);
    }

    [Theory]
    [InlineData(GetFeature + "stat:Nowhere", "Feature type stat:Nowhere unknown")]
    [InlineData("/geoserver/stat/wfs?service=WFS&request=GetCapabilities", "Only GetFeature")]
    [InlineData(GetFeature + "stat:AlvReg_2018&count=few", "whole numbers")]
    public async Task What_is_not_answered_is_an_exception_report(string path, string text)
    {
        await using var simulator = await RunningSimulator.Start("sample", "Areas=20");

        using var answer = await simulator.Ask(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(text);
    }
}
