using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class FuzzTests
{
    private static readonly Config _often = Config.QuickThrowOnFailure.WithMaxTest(400);

    /// <summary>A table of up to three dimensions; values of every size and every status that formats can say.</summary>
    private static readonly Gen<StatCube> _cubes =
        from sizes in Gen.Choose(1, 4).ArrayOf().Where(s => s.Length is > 0 and <= 3)
        let cells = sizes.Aggregate(1, (p, s) => p * s)
        from values in Gen.OneOf(
            Gen.Choose(-1000, 1000).Select(i => (double)i),
            ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite)).ArrayOf(cells)
        from status in Gen.Elements(FigureStatus.Figure, FigureStatus.Figure, FigureStatus.Nil, FigureStatus.NotApplicable, FigureStatus.Missing, FigureStatus.OtherSymbol).ArrayOf(cells)
        select Cube(sizes, values, status);

    public static TheoryData<string> Bodies => ["json", "sparse", "px", "keys", "csv", "xlsx"];

    [Fact]
    public void Json_stat_comes_back_as_it_was_written() => Prop.ForAll(_cubes.ToArbitrary(), cube =>
    {
        Same(cube, JsonStat2ReaderTests.Read(ToJson(cube, sparse: false)).GetAwaiter().GetResult());
        Same(cube, JsonStat2ReaderTests.Read(ToJson(cube, sparse: true)).GetAwaiter().GetResult());
    }).Check(_often);

    [Fact]
    public void Px_comes_back_as_it_was_written() => Prop.ForAll(_cubes.ToArbitrary(), cube =>
        Same(cube, PxReaderTests.Read(ToPx(cube)).GetAwaiter().GetResult())).Check(_often);

    [Fact]
    public void A_long_csv_comes_back_as_it_was_written() => Prop.ForAll(_cubes.ToArbitrary(), cube =>
    {
        var read = CsvTableReaderTests.Read(ToCsv(cube)).GetAwaiter().GetResult();
        read.Values.ShouldBe(cube.Values);
        read.Status.ShouldBe(cube.Status);
        read.Dimensions.Select(d => d.Codes).ShouldBe(cube.Dimensions.Select(d => d.Codes));
    }).Check(_often);

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Cut_and_flipped_bytes_are_a_format_error_or_a_table_and_never_a_crash(string kind)
    {
        var body = Body(kind);
        var flips =
            from at in Gen.Choose(0, body.Length - 1)
            from value in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements<int>('"', '{', ']', ',', ';', '.', '-', '\n', 0))
            select (at, (byte)value);
        var damages =
            from some in flips.ArrayOf().Where(f => f.Length <= 8)
            from length in Gen.Frequency((3, Gen.Constant(body.Length)), (1, Gen.Choose(0, body.Length)))
            select (some, length);
        Prop.ForAll(damages.ToArbitrary(), damage =>
        {
            var damaged = body.ToArray();
            foreach (var (at, value) in damage.some)
            {
                damaged[at] = value;
            }

            try
            {
                var cube = FormatReader.ReadAsync(new MemoryStream(damaged[..damage.length]), null, ReadLimits.Standard with { Cells = 100_000 }, CancellationToken.None).GetAwaiter().GetResult();
                DemandSound(cube);
            }
            catch (SourceFormatException e)
            {
                e.Message.Length.ShouldBeLessThan(600, "a message is for people");
            }
        }).Check(_often.WithMaxTest(kind == "xlsx" ? 150 : 600));
    }

    private static byte[] Body(string kind)
    {
        var cube = Cube([3, 2, 2], [1, 2.5, -3, 4e10, 5, 6, 7, 8, 9, 10, 11, 12], [.. Enumerable.Repeat(FigureStatus.Figure, 9), FigureStatus.Missing, FigureStatus.Nil, FigureStatus.NotApplicable]);
        return kind switch
        {
            "json" => Encoding.UTF8.GetBytes(ToJson(cube, sparse: false)),
            "sparse" => Encoding.UTF8.GetBytes(ToJson(cube, sparse: true)),
            "px" => Encoding.UTF8.GetBytes(ToPx(cube)),
            "keys" => Encoding.UTF8.GetBytes(ToPx(cube).Split("DATA=")[0] + "KEYS(\"D0\")=CODES;KEYS(\"D1\")=VALUES;DATA=\"ö0\",\"ö1\",1 2 \"ö2\",\"ö0\",3 \"..\";"),
            "csv" => Encoding.UTF8.GetBytes("Titel\nregion;kön;Antal 2022;Antal 2023\nÅ;män;1;2,5\nÅ;kvinnor;..;4\nÖ;män;5;-\n;;;\nKälla: SCB;;;\n"),
            _ => XlsxTableReaderTests.Workbook(["region", 2022, 2023], ["Å", 1, 2], ["Ö", "..", 4]),
        };
    }

    private static void DemandSound(StatCube cube)
    {
        cube.Values.Length.ShouldBe(cube.Dimensions.Aggregate(1, (p, d) => p * d.Codes.Count));
        cube.Status.Length.ShouldBe(cube.Values.Length);
        foreach (var dimension in cube.Dimensions)
        {
            dimension.Codes.Distinct().Count().ShouldBe(dimension.Codes.Count);
            dimension.Labels.Count.ShouldBe(dimension.Codes.Count);
        }

        for (var i = 0; i < cube.Values.Length; i++)
        {
            double.IsNaN(cube.Values[i]).ShouldBe(!DataSymbols.HasFigure((FigureStatus)cube.Status[i]));
            double.IsInfinity(cube.Values[i]).ShouldBeFalse();
        }
    }

    private static StatCube Cube(int[] sizes, double[] values, FigureStatus[] status)
    {
        var dimensions = sizes.Select((size, d) => new CubeDimension($"D{d}", $"D{d}", DimensionRole.Other, Codes(size), Codes(size), [])).ToList();
        var figures = values.Select((v, i) => status[i] switch { FigureStatus.Figure => v, FigureStatus.Nil => 0, _ => double.NaN }).ToArray();
        return new StatCube("T", null, dimensions, figures, [.. status.Select(s => (byte)s)], []);
    }

    private static List<string> Codes(int size) => [.. Enumerable.Range(0, size).Select(i => $"ö{i}")];

    private static void Same(StatCube expected, StatCube read)
    {
        read.Values.ShouldBe(expected.Values);
        read.Status.ShouldBe(expected.Status);
        read.Dimensions.Select(d => d.Code).ShouldBe(expected.Dimensions.Select(d => d.Code));
        read.Dimensions.Select(d => d.Codes).ShouldBe(expected.Dimensions.Select(d => d.Codes));
    }

    private static string ToJson(StatCube cube, bool sparse)
    {
        var numbers = cube.Values.Select(v => double.IsNaN(v) ? "null" : v.ToString("R", CultureInfo.InvariantCulture)).ToList();
        var marks = cube.Status.Select((s, i) => (i, Symbol: Symbol((FigureStatus)s))).Where(s => s.Symbol.Length > 0);
        var value = sparse
            ? "{" + string.Join(',', numbers.Select((n, i) => (n, i)).Where(p => p.n != "null").Select(p => $"\"{p.i}\":{p.n}")) + "}"
            : "[" + string.Join(',', numbers) + "]";
        return $$"""
            {"class":"dataset","id":{{JsonSerializer.Serialize(cube.Dimensions.Select(d => d.Code))}},"size":{{JsonSerializer.Serialize(cube.Dimensions.Select(d => d.Codes.Count))}},
             "dimension":{{JsonSerializer.Serialize(cube.Dimensions.ToDictionary(d => d.Code, d => new { category = new { index = d.Codes } }))}},
             "value":{{value}},"status":{{JsonSerializer.Serialize(marks.ToDictionary(m => m.i.ToString(CultureInfo.InvariantCulture), m => m.Symbol))}} }
            """;
    }

    private static string ToPx(StatCube cube)
    {
        var text = new StringBuilder("CHARSET=\"ANSI\";CODEPAGE=\"utf-8\";\nSTUB=").AppendJoin(',', cube.Dimensions.SkipLast(1).Select(d => $"\"{d.Code}\"")).Append(";\n");
        if (cube.Dimensions.Count == 1)
        {
            text.Replace("STUB=;\n", "");
        }

        text.Append($"HEADING=\"{cube.Dimensions[^1].Code}\";\n");
        foreach (var dimension in cube.Dimensions)
        {
            text.Append($"VALUES(\"{dimension.Code}\")=").AppendJoin(",\n", dimension.Codes.Select(c => $"\"{c}\"")).Append(";\n");
        }

        return text.Append("DATA=\n").AppendJoin(' ', Cells(cube, quoted: true)).Append(" ;\n").ToString();
    }

    private static string ToCsv(StatCube cube)
    {
        var text = new StringBuilder().AppendJoin(';', cube.Dimensions.Select(d => d.Code)).Append(";värde\n");
        var cells = Cells(cube, quoted: false).ToList();
        for (var cell = 0; cell < cells.Count; cell++)
        {
            var rest = cell;
            var codes = new string[cube.Dimensions.Count];
            for (var d = codes.Length - 1; d >= 0; d--)
            {
                (rest, codes[d]) = (rest / cube.Dimensions[d].Codes.Count, cube.Dimensions[d].Codes[rest % cube.Dimensions[d].Codes.Count]);
            }

            text.AppendJoin(';', codes).Append(';').Append(cells[cell].Replace('.', cells[cell].Any(char.IsAsciiDigit) ? ',' : '.')).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Cells(StatCube cube, bool quoted) => cube.Values.Select((v, i) =>
        Symbol((FigureStatus)cube.Status[i]) is { Length: > 0 } symbol ? quoted ? $"\"{symbol}\"" : symbol : v.ToString("R", CultureInfo.InvariantCulture));

    private static string Symbol(FigureStatus status) => status switch
    {
        FigureStatus.Nil => "-",
        FigureStatus.NotApplicable => ".",
        FigureStatus.Missing => "..",
        FigureStatus.OtherSymbol => "...",
        _ => "",
    };
}
