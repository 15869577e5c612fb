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
        if (options.IncludeTitle)
        {
            await writer.WriteLineAsync(Quoted(Titles.Of(selection)));
        }

        var columns = paper.Heading.Count == 0
            ? [Titles.Subject(selection.Table)]
            : paper.Columns.Select(c => string.Join(' ', c.Select(options.Name)));
        await writer.WriteLineAsync(string.Join(
            options.Separator, paper.Stub.Select(d => options.Name(d.Dimension.Code, d.Dimension.Label)).Concat(columns).Select(Quoted)));
        var rows = 0;
        foreach (var row in paper.Rows().Where(r => !(options.ExcludeEmptyRows && r.IsEmpty)))
        {
            await writer.WriteLineAsync(string.Join(
                options.Separator, row.Stub.Select(c => Quoted(options.Name(c))).Concat(row.Figures.Select(f => f.ToString()))));
            if (++rows % RowsPerFlush == 0)
            {
                await writer.FlushAsync(cancellation);
            }
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
