using System.Globalization;
using System.Text.Json;
using CsvHelper;

namespace Utanforskap.Publishing.Answers;

/// <summary>How rows are written as CSV (RFC 4180, UTF-8, comma, decimal point): a header of names, then a line per row.</summary>
internal sealed class CsvColumns<TRow>
{
    // A name that begins like a formula must not run as one in a spreadsheet.
    private static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape };

    private readonly List<(string Name, Func<TRow, object?> Value)> columns = [];

    public CsvColumns<TRow> Add(string name, Func<TRow, object?> value)
    {
        columns.Add((name, value));
        return this;
    }

    /// <summary>The same columns of rows that hold such a row.</summary>
    public CsvColumns<TOuter> Within<TOuter>(Func<TOuter, TRow> inner)
    {
        var outer = new CsvColumns<TOuter>();
        foreach (var (name, value) in columns)
        {
            outer.Add(name, row => value(inner(row)));
        }

        return outer;
    }

    public async Task WriteAsync(Stream output, IEnumerable<TRow> rows, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, Options, leaveOpen: true);
        foreach (var (name, _) in columns)
        {
            csv.WriteField(name);
        }

        await csv.EndRecordAsync(cancellationToken);
        foreach (var row in rows)
        {
            foreach (var (_, value) in columns)
            {
                Write(csv, value(row));
            }

            await csv.EndRecordAsync(cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    private static void Write(CsvWriter csv, object? value)
    {
        if (value is double number)
        {
            csv.WriteField(number, "R");
        }
        else if (value is int or long)
        {
            csv.WriteField(Convert.ToInt64(value, CultureInfo.InvariantCulture), default);
        }
        else
        {
            csv.WriteField(Text(value));
        }
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        bool yes => yes ? "true" : "false",
        DateTimeOffset at => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
