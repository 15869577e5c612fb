using Utanforskap.Geography;

namespace Utanforskap.Indicators.Keys;

/// <summary>
/// The keys between divisions, from a folder of csv files. The header names a finer and a coarser division, as in <c>DeSO2018,RegSO2020</c>; the
/// source's own form (<c>DeSO_2018</c>, <c>RegSOkod_2020</c> beside a column of names) is read too.
/// </summary>
public sealed class AreaKeys(IReadOnlyList<AreaKey> keys)
{
    /// <summary>The keys that lead to a division.</summary>
    public IEnumerable<AreaKey> To(Division division) => keys.Where(k => k.To.Equals(division));

    /// <summary>The keys that lead from a division.</summary>
    public IEnumerable<AreaKey> From(Division division) => keys.Where(k => k.From.Equals(division));

    /// <summary>Reads a folder; a file that is no key is an <see cref="InvalidDataException"/> with file and line.</summary>
    public static AreaKeys Load(string folder)
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        return Directory.Exists(path)
            ? new([.. Directory.GetFiles(path, "*.csv").Order(StringComparer.Ordinal).Select(ReadFile)])
            : throw new InvalidDataException($"{path}: there is no such folder of keys");
    }

    /// <summary>Reads one file's text.</summary>
    public static AreaKey Read(string file, TextReader text)
    {
        if (Columns(text.ReadLine()?.Split(',') ?? []) is not { } columns)
        {
            throw new InvalidDataException($"{file}(1): the header names no finer and coarser division, as in DeSO2018,RegSO2020");
        }

        var (from, to) = columns;
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var line = 2; text.ReadLine() is { } row; line++)
        {
            // Codes have no commas or quotes, and names (which are not read) none in the official keys: a row that has is told.
            var fields = row.Split(',');
            var (part, whole) = fields.Length > Math.Max(from.Place, to.Place) ? (fields[from.Place].Trim(), fields[to.Place].Trim()) : ("", "");
            if (!from.Division.IsCode(part) || !to.Division.IsCode(whole) || !rows.TryAdd(part, whole))
            {
                throw new InvalidDataException(
                    $"{file}({line}): \"{part}\" and \"{whole}\" are not codes of {from.Division} and {to.Division}, or the first has a row already");
            }
        }

        return new AreaKey(from.Division, to.Division, rows.Select(r => (r.Key, r.Value)));
    }

    private static AreaKey ReadFile(string path)
    {
        using var text = new StreamReader(path);
        return Read(Path.GetFileName(path), text);
    }

    private static ((int Place, Division Division) From, (int Place, Division Division) To)? Columns(string[] header)
    {
        // Of two columns for a division the one with "kod" holds the codes; the other one holds names.
        var named = header.Index()
            .Select(h => (Place: h.Index, IsCode: h.Item.Contains("kod", StringComparison.OrdinalIgnoreCase),
                Division: Division.Find(h.Item.Trim().Replace("kod", "", StringComparison.OrdinalIgnoreCase).Replace("_", "", StringComparison.Ordinal))))
            .Where(c => c.Division is not null)
            .GroupBy(c => c.Division!)
            .Select(g => (g.OrderByDescending(c => c.IsCode).First().Place, Division: g.Key))
            .OrderBy(c => c.Division.Level)
            .ToArray();
        return named.Length == 2 && named[0].Division.Level < named[1].Division.Level ? (named[0], named[1]) : null;
    }
}
