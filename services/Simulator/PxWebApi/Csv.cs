using System.Globalization;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Writes csv as PxWebApi does: codes unless texts are asked for, texts quoted and figures not, the heading's combinations as columns, symbols
/// for what is missing.
/// </summary>
internal static class Csv
{
    private const int RowsPerFlush = 256;

    /// <summary>Writes a selection.</summary>
    public static async Task Write(TextWriter writer, Selection selection, FormatOptions options, CancellationToken cancellation)
    {
        var paper = new Paper(selection);
        var separator = options.Separator;
        if (options.IncludeTitle)
        {
            await writer.WriteLineAsync(Quoted(Titles.Of(selection)));
        }

        var columns = paper.Heading.Count == 0
            ? [Titles.Subject(selection.Table)]
            : Paper.Combinations(paper.Heading).Select(c => string.Join(' ', c.Select(options.Name)));
        await writer.WriteLineAsync(string.Join(
            separator, paper.Stub.Select(d => options.Name(d.Dimension.Code, d.Dimension.Label)).Concat(columns).Select(Quoted)));
        var walk = new CellWalk(selection);
        var (rows, row) = (0, new string[paper.Columns]);
        foreach (var stub in Paper.Combinations(paper.Stub))
        {
            var empty = true;
            for (var column = 0; column < row.Length && walk.Next(out var value, out var status); column++)
            {
                row[column] = status == CellStatus.Figure ? value.ToString("0.##########", CultureInfo.InvariantCulture) : Symbols.Of(status);
                empty &= status != CellStatus.Figure || value == 0;
            }

            if (!(empty && options.ExcludeEmptyRows))
            {
                await writer.WriteLineAsync(string.Join(separator, stub.Select(c => Quoted(options.Name(c))).Concat(row)));
            }

            if (++rows % RowsPerFlush == 0)
            {
                await writer.FlushAsync(cancellation);
            }
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
