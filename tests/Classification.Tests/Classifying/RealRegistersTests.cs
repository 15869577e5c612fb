using System.Text.Json;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Testing;

namespace Utanforskap.Classification.Tests.Classifying;

/// <summary>Official figures of real areas through the code that classifies.</summary>
public sealed class RealRegistersTests
{
    private static readonly MethodCatalogue Methods = MethodCatalogue.Load("Methods");

    [Fact]
    public void The_official_types_of_2022_and_2023_have_the_published_counts_and_share_of_the_population()
    {
        var (y2022, y2023) = OfficialTypes();

        Counts(y2022).ShouldBe([160, 289, 855, 1770, 289]);
        Counts(y2023).ShouldBe([162, 293, 835, 1781, 292]);
        var population = Read("registers/TAB6574/2024-02-22T070000Z.json", ("Tid", "2022"));
        population.Values.Sum().ShouldBe(10_521_556);
        var exposed = y2022.Areas.Where((_, i) => y2022.Values[i] <= 2).Sum(a => population.Values[population.IndexOf(a)]);
        Math.Round(100 * exposed / population.Values.Sum(), 2).ShouldBe(13.44);
    }

    [Fact]
    public void Between_2022_and_2023_exactly_253_areas_change_type_each_by_one_step()
    {
        var (y2022, y2023) = OfficialTypes();

        var transitions = y2022.Areas.Index().Select(a => (From: (int)y2022.Values[a.Index], To: (int)y2023.Values[y2023.IndexOf(a.Item)]))
            .Where(t => t.From != t.To).CountBy(t => $"{t.From}→{t.To}").OrderByDescending(t => t.Value).Select(t => $"{t.Key} {t.Value}");

        transitions.ShouldBe(["3→4 59", "4→3 45", "4→5 37", "5→4 34", "3→2 30", "2→3 24", "2→1 13", "1→2 11"]);
    }

    [Fact]
    public void The_index_of_31_real_areas_is_the_published_one_to_its_decimal()
    {
        const string File = "karlstad/TAB6586/2026-01-30T070000Z.json";
        var method = Methods.Find("sei")!;

        var result = method.Of([.. new[] { "V1", "V2", "V3" }.Select(part => Read(File, ("ContentsCode", part)))]);

        var published = Read(File, ("ContentsCode", "000008IT"));
        result.Index!.Areas.ShouldBe(published.Areas);
        result.Index.Values.Select(v => Math.Round(v, 1, MidpointRounding.AwayFromZero)).ShouldBe(published.Values);
        published.Areas.Length.ShouldBe(31);
    }

    private static (Column Y2022, Column Y2023) OfficialTypes()
    {
        const string File = "registers/TAB6586/2025-01-31T070000Z.json";
        var method = Methods.Find("scb-omradestyp")!;
        return (method.Of(Read(File, ("Tid", "2022"))).Classes, method.Of(Read(File, ("Tid", "2023"))).Classes);
    }

    private static IEnumerable<int> Counts(Column classes) => Enumerable.Range(1, 5).Select(c => classes.Values.Count(v => v == c));

    /// <summary>One column of a json-stat2 file: all regions at one category of one other dimension, the rest having one category.</summary>
    private static Column Read(string file, (string Dimension, string Code) at)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedData.Find(file)));
        var root = json.RootElement;
        var ids = root.GetProperty("id").EnumerateArray().Select(e => e.GetString()!).ToList();
        var sizes = root.GetProperty("size").EnumerateArray().Select(e => e.GetInt32()).ToList();
        int Stride(int dimension) => sizes.Skip(dimension + 1).Aggregate(1, (a, b) => a * b);
        JsonElement Index(string dimension) => root.GetProperty("dimension").GetProperty(dimension).GetProperty("category").GetProperty("index");
        var offset = Index(at.Dimension).GetProperty(at.Code).GetInt32() * Stride(ids.IndexOf(at.Dimension));
        var values = root.GetProperty("value");
        var cells = Index("Region").EnumerateObject()
            .Select(r => (Area: r.Name.Split('_')[0], Value: values[offset + (r.Value.GetInt32() * Stride(ids.IndexOf("Region")))].GetDouble()))
            .OrderBy(c => c.Area, StringComparer.Ordinal).ToArray();
        return new Column([.. cells.Select(c => c.Area)], [.. cells.Select(c => c.Value)], new FigureStatus[cells.Length]);
    }
}
