using System.Text;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Tests.Parsing;

public sealed class FormatReaderTests
{
    [Theory]
    [InlineData("\uFEFF {\"class\":", SourceFormat.JsonStat2)]
    [InlineData("CHARSET=\"ANSI\";\n", SourceFormat.Px)]
    [InlineData("AXIS-VERSION=\"2010\";\n", SourceFormat.Px)]
    [InlineData("TITLE[sv]=\"x\";", SourceFormat.Px)]
    [InlineData("region,2022\n", SourceFormat.Csv)]
    [InlineData("\"region\";\"2022\"\n", SourceFormat.Csv)]
    [InlineData("PK\u0003\u0004...", SourceFormat.Xlsx)]
    public void The_bytes_say_what_a_body_is(string start, SourceFormat format) =>
        FormatReader.Sniff(Encoding.UTF8.GetBytes(start)).ShouldBe(format);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<!DOCTYPE html>", "web page")]
    [InlineData("%PDF-1.7", "PDF")]
    public async Task What_is_no_table_is_named(string body, string expected)
    {
        var error = await Should.ThrowAsync<SourceFormatException>(() => Read(body, null));

        error.Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("tabell.px")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("TABELL.XLSX")]
    public async Task A_body_that_is_not_what_it_is_said_to_be_is_refused(string name)
    {
        var error = await Should.ThrowAsync<SourceFormatException>(() => Read("region,2022\nA,1\n", name));

        error.Message.ShouldContain("looks like csv");
    }

    [Theory]
    [InlineData("tabell.csv")]
    [InlineData("text/csv; charset=utf-8")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task A_body_of_its_format_or_of_none_is_read(string? name) =>
        (await Read("region,2022\nA,1\n", name)).Values.ShouldBe([1]);

    [Fact]
    public async Task A_body_beyond_the_limit_stops_at_the_byte()
    {
        var limits = new ReadLimits { Bytes = 1_000_000 };
        var endless = new Endless();

        var error = await Should.ThrowAsync<SourceFormatException>(() => FormatReader.ReadAsync(endless, null, limits, TestContext.Current.CancellationToken));

        error.Message.ShouldContain("1000000 bytes that are allowed");
        endless.Read.ShouldBeLessThan(2_000_000, "nothing more is taken in than a buffer beyond the limit");
    }

    private static Task<StatCube> Read(string body, string? name) =>
        FormatReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(body)), name, ReadLimits.Standard, TestContext.Current.CancellationToken);

    /// <summary>A csv file that never ends.</summary>
    private sealed class Endless : MemoryStream
    {
        private byte[] _rest = "region,2022\n"u8.ToArray();
        private int _row;

        public new long Read { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.Length == 0)
            {
                _rest = Encoding.ASCII.GetBytes($"A{_row++:00000000},1\n");
            }

            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.AsMemory(0, count).CopyTo(buffer);
            _rest = _rest[count..];
            Read += count;
            return ValueTask.FromResult(count);
        }
    }
}
