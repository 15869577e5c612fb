using System.Diagnostics;
using System.Text;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Tests.Parsing;

[Trait("Category", "Slow")]
public sealed class LargeBodyTests(ITestOutputHelper output)
{
    private const int Cells = 1_000_000;

    [Fact]
    public async Task A_large_body_costs_little_more_memory_than_its_cells()
    {
        // Allocation of this thread, which the reader never leaves: a body from memory never waits.
        var body = new GeneratedBody(Cells);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();

        var cube = await JsonStat2Reader.ReadAsync(body, ReadLimits.Standard, TestContext.Current.CancellationToken);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{Cells / Stopwatch.GetElapsedTime(start).TotalSeconds:n0} cells a second, {allocated / (double)Cells:n1} bytes allocated a cell");
        cube.Values.Length.ShouldBe(Cells);
        cube.Values[^1].ShouldBe((Cells - 1) % 10_000);
        allocated.ShouldBeLessThan((9 * Cells) + 3_000_000, "9 bytes a cell and one buffer");
    }

    /// <summary>A JSON-stat body that is made while it is read: the numbers 0 to 9,999 over and over.</summary>
    internal sealed class GeneratedBody(int cells) : MemoryStream
    {
        private readonly byte[] _head = Encoding.UTF8.GetBytes(
            $"{{\"class\":\"dataset\",\"id\":[\"A\",\"B\"],\"size\":[{cells / 1000},1000],\"dimension\":{{" +
            $"\"A\":{{\"category\":{{\"index\":[{Codes(cells / 1000)}]}}}},\"B\":{{\"category\":{{\"index\":[{Codes(1000)}]}}}}}},\"value\":[");

        private readonly byte[] _numbers = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 10_000)) + ",");
        private readonly byte[] _tail = "]}"u8.ToArray();
        private int _chunk = -1;
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var rest = Chunk(_chunk)[_at..];
            if (rest.Length == 0 && _chunk <= cells / 10_000)
            {
                (_chunk, _at) = (_chunk + 1, 0);
                rest = Chunk(_chunk);
            }

            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer.Span);
            _at += count;
            return ValueTask.FromResult(count);
        }

        private static string Codes(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""));

        private ReadOnlySpan<byte> Chunk(int number)
        {
            var chunks = cells / 10_000;
            return number < 0 ? _head
                : number < chunks ? _numbers.AsSpan(0, _numbers.Length - (number == chunks - 1 ? 1 : 0))
                : number == chunks ? _tail
                : [];
        }
    }
}
