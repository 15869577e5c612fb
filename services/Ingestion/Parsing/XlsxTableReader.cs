using System.Globalization;
using System.IO.Compression;
using ExcelDataReader;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>Reads the first sheet with cells of an xlsx file: PxWeb's layout, or plain headings. The container is checked before anything is opened.</summary>
public static class XlsxTableReader
{
    /// <summary>The library asks for code page 1252 even where it reads xlsx, which is UTF-8.</summary>
    static XlsxTableReader() => TextEncodings.RegisterCodePages();

    /// <summary>Reads an xlsx file.</summary>
    /// <exception cref="SourceFormatException">It is not a workbook with a table, or larger than the limits.</exception>
    public static async Task<StatCube> ReadAsync(Stream stream, ReadLimits limits, CancellationToken stop)
    {
        // A zip's directory lies at its end: the file is needed whole, on disk.
        await using var file = new FileStream(
            Path.Combine(Path.GetTempPath(), "utan-" + Path.GetRandomFileName()),
            new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        await new BoundedStream(stream, Math.Min(limits.Bytes, limits.ZipExpandedBytes)).CopyToAsync(file, stop);
        try
        {
            await DemandHarmlessAsync(file, limits, stop);
            file.Position = 0;
            using var workbook = ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
            do
            {
                var rows = new SheetRows(workbook, limits);
                if (rows.HasCells())
                {
                    return await new GridReader(rows, commaIsDecimal: true, limits).ReadAsync(stop);
                }
            }
            while (workbook.NextResult());
        }
        catch (Exception e) when (e is not (SourceFormatException or OperationCanceledException or OutOfMemoryException))
        {
            // The library meets broken files with whatever exception its parts throw.
            throw new SourceFormatException("workbook", "the file is not a readable xlsx workbook; open it in a spreadsheet program and save it again as .xlsx", e);
        }

        throw new SourceFormatException("workbook", "no sheet has any cells");
    }

    /// <summary>Unpacks every entry into nothing, counting: what a zip's directory says of sizes may be a lie.</summary>
    private static async Task DemandHarmlessAsync(FileStream file, ReadLimits limits, CancellationToken stop)
    {
        file.Position = 0;
        await using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > limits.ZipEntries)
        {
            throw new SourceFormatException("zip container", $"it has {zip.Entries.Count} entries; at most {limits.ZipEntries} are allowed");
        }

        var buffer = new byte[1 << 16];
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            await using var content = await entry.OpenAsync(stop);
            var length = 0L;
            while (await content.ReadAsync(buffer, stop) is > 0 and var read)
            {
                length += read;
                total += read;
                if (total > limits.ZipExpandedBytes)
                {
                    throw new SourceFormatException($"zip entry {CubeShape.Excerpt(entry.FullName)}", $"the file unpacks to more than the {limits.ZipExpandedBytes} bytes that are allowed");
                }

                if (length > 1 << 20 && length > limits.ZipRatio * Math.Max(1, entry.CompressedLength))
                {
                    throw new SourceFormatException($"zip entry {CubeShape.Excerpt(entry.FullName)}", $"it unpacks to more than {limits.ZipRatio} times its size, as no honest table does");
                }
            }
        }
    }

    private sealed class SheetRows(IExcelDataReader sheet, ReadLimits limits) : IGridRows
    {
        private string[]? _first;
        private int _row;

        public int Line { get; private set; }

        /// <summary>Reads up to the first row with cells.</summary>
        public bool HasCells() => (_first = Next()) is not null;

        public ValueTask<string[]?> NextAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            var row = _first ?? Next();
            _first = null;
            return ValueTask.FromResult(row);
        }

        private string[]? Next()
        {
            while (sheet.Read())
            {
                _row++;
                if (sheet.FieldCount > limits.Categories)
                {
                    throw new SourceFormatException($"row {_row}", "the row has more columns than are allowed");
                }

                var cells = new string[sheet.FieldCount];
                var any = false;
                for (var c = 0; c < cells.Length; c++)
                {
                    cells[c] = Text(c);
                    any |= cells[c].Length > 0;
                }

                if (any)
                {
                    Line = _row;
                    return cells;
                }
            }

            return null;
        }

        private string Text(int column)
        {
            var text = sheet.GetValue(column) switch
            {
                null => "",
                string said => said.Trim(),
                double number => number.ToString("R", CultureInfo.InvariantCulture),
                DateTime time => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
            };
            return text.Length <= limits.StringBytes
                ? text
                : throw new SourceFormatException($"row {_row}, column {column + 1}", $"a text is longer than the {limits.StringBytes} characters that are allowed");
        }
    }
}
