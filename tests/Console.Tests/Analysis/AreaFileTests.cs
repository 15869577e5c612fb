using System.IO.Compression;
using System.Text;
using Utanforskap.Console.Analysis;

namespace Utanforskap.Console.Tests.Analysis;

public sealed class AreaFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("utan-areas-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("area,a,b\n0114R001,1.5,-999\n0114R002,..,2\n")]
    [InlineData("\uFEFFarea;a;b\r\n0114R001; 1.5 ;-999.0\r\n\r\n0114R002;;2\r\n")]
    [InlineData("area\ta\tb\n\"0114R001\"\t1.5\tx\n0114R002\tNA\t\"2\"")]
    public void Areas_keep_their_codes_and_missing_is_not_zero(string text)
    {
        var file = AreaFile.Read(Write(text));

        file.Areas.ShouldBe(["0114R001", "0114R002"], "Leading zeros belong to a code.");
        file.Numbers("a").ShouldBe([1.5, double.NaN]);
        file.Numbers("b", ["-999", "x"]).ShouldBe([double.NaN, 2]);
    }

    [Fact]
    public void Thousands_are_separated_only_where_that_is_asked_for()
    {
        var file = AreaFile.Read(Write("area,a\n1,\"1,296\"\n"));

        file.Numbers("a", thousands: ',').ShouldBe([1296.0]);
        Should.Throw<UtanException>(() => file.Numbers("a")).Message.ShouldContain("line 2, column a, area 1: \"1,296\" is not a number");
    }

    [Fact]
    public void A_blank_between_thousands_is_any_sort_of_blank() =>
        AreaFile.Read(Write("area,a\n1,1 296\n2,1\u00a0296 000\n3,12\n")).Numbers("a", thousands: ' ').ShouldBe([1296.0, 1296000, 12]);

    [Fact]
    public void A_packed_file_is_read_as_it_is_and_the_key_may_be_any_column()
    {
        var path = Path.Combine(_folder.FullName, "packed.csv.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            packed.Write("name,code,n\nNorr,A,1\nSöder,B,2\n"u8);
        }

        var file = AreaFile.Read(path, "code", ["n", "name"]);
        file.Areas.ShouldBe(["A", "B"]);
        file.Texts("name").ShouldBe(["Norr", "Söder"]);
        file.Has("code").ShouldBeFalse("Only wanted columns are kept.");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("area,a\n", "has no areas")]
    [InlineData("area,a,a\nx,1,2\n", "line 1: the column \"a\" stands there 2 times")]
    [InlineData("area,a\nx,1\ny,2\nx,3\n", "line 4: area x stands on line 2 already")]
    [InlineData("area,a\nx,1\n,2\n", "line 3: the area's code (column area) is empty")]
    [InlineData("area,a\nx,1\ny,2,3\n", "line 3: 3 fields, but the first line names 2 columns")]
    [InlineData("area,a\nx,\"1\ny,2\n", "line 2: a quotation mark")]
    [InlineData("area,b\nx,1\n", "line 1: there is no column \"a\"; it has area, b")]
    [InlineData("area,a\nx,1e999\n", "line 2, column a, area x: \"1e999\" is not a number")]
    [InlineData("area,a\nx,tre\n", "line 2, column a, area x: \"tre\" is not a number")]
    public void What_is_wrong_is_told_with_its_place(string text, string sentence) =>
        Should.Throw<UtanException>(() => AreaFile.Read(Write(text), wanted: ["a"]).Numbers("a")).Message.ShouldContain(sentence);

    [Theory]
    [InlineData("area,län\nx,1\n", "line 1: \"l")]
    [InlineData("area,a\nå,1\n", "line 2: \"")]
    public void Bytes_that_are_not_UTF_8_are_told_with_their_line(string text, string sentence)
    {
        var path = Path.Combine(_folder.FullName, "old.csv");
        File.WriteAllText(path, text, Encoding.Latin1);

        Should.Throw<UtanException>(() => AreaFile.Read(path)).Message.ShouldSatisfyAllConditions(
            message => message.ShouldContain(sentence),
            message => message.ShouldEndWith("is not written in UTF-8. Save the file as UTF-8."));
    }

    [Fact]
    public void A_long_text_among_numbers_is_told_in_short() =>
        Should.Throw<UtanException>(() => AreaFile.Read(Write($"area,a\nx,{new string('9', 100_000)}\n")).Numbers("a")).Message.Length.ShouldBeLessThan(400);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<UtanException>(() => AreaFile.Read("nowhere.csv")).Message.ShouldBe("there is no file nowhere.csv.");

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, "figures.csv");
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
