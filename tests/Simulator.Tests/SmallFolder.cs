using System.Globalization;
using System.Text.Json;

namespace Utanforskap.Simulator.Tests;

/// <summary>
/// A folder with releases of a made-up table TAB1: areas of two divisions, sex with a total category, age without one, two contents of different
/// decimals, and years. The figure of a cell is its place in the table plus a number given per release.
/// </summary>
internal sealed class SmallFolder : IDisposable
{
    public static readonly string[] Regions = ["0114R001", "0114R002", "0115R001", "0114R001_RegSO2025"];
    public static readonly string[] Sexes = ["1", "2", "1+2"];
    public static readonly string[] Ages = ["0-19", "20-64", "65-"];
    public static readonly string[] Contents = ["ANTAL", "ANDEL"];

    public SmallFolder(params int[] yearsOfReleases)
    {
        for (var i = 0; i < yearsOfReleases.Length; i++)
        {
            Add($"TAB1/{2024 + i}-02-22T070000Z.json", Json(yearsOfReleases[i], i));
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("small").FullName;

    /// <summary>Place of a cell, which is its figure in the first release.</summary>
    public static int Cell(int region, int sex, int age, int contents, int year, int years) =>
        ((((((region * Sexes.Length) + sex) * Ages.Length) + age) * Contents.Length) + contents) * years + year;

    public void Add(string path, string content)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string Json(int years, int plus)
    {
        var times = Enumerable.Range(2022, years).Select(y => y.ToString(CultureInfo.InvariantCulture)).ToArray();
        var cells = Regions.Length * Sexes.Length * Ages.Length * Contents.Length * years;
        return JsonSerializer.Serialize(new
        {
            version = "2.0",
            @class = "dataset",
            label = "Folkmängden efter region, kön och ålder. År 2022 - 2024",
            source = "SCB",
            role = new { time = new[] { "Tid" }, metric = new[] { "ContentsCode" } },
            id = new[] { "Region", "Kon", "Alder", "ContentsCode", "Tid" },
            size = new[] { Regions.Length, Sexes.Length, Ages.Length, Contents.Length, years },
            dimension = new Dictionary<string, object>
            {
                ["Region"] = Dimension("region", Regions, elimination: false, null),
                ["Kon"] = Dimension("kön", Sexes, elimination: true, "1+2"),
                ["Alder"] = Dimension("ålder", Ages, elimination: true, null),
                ["ContentsCode"] = new
                {
                    label = "tabellinnehåll",
                    category = new
                    {
                        index = Contents,
                        label = Contents.ToDictionary(c => c, c => c.ToLowerInvariant()),
                        unit = Contents.ToDictionary(c => c, c => new { @base = c == "ANTAL" ? "antal" : "procent", decimals = c == "ANTAL" ? 0 : 1 }),
                    },
                },
                ["Tid"] = Dimension("år", times, elimination: false, null),
            },
            extension = new { px = new { decimals = 0, contents = "Folkmängden" } },
            value = Enumerable.Range(0, cells).Select(c => c == 0 && plus == 0 ? (int?)null : c + plus),
            status = plus == 0 ? new Dictionary<string, string> { ["0"] = ".." } : [],
        });
    }

    private static object Dimension(string label, string[] codes, bool elimination, string? total) => new
    {
        label,
        category = new { index = codes, label = codes.ToDictionary(c => c, c => $"{label} {c}") },
        extension = new { elimination, eliminationValueCode = total, show = "value" },
    };
}
