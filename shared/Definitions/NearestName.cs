namespace Utanforskap.Definitions;

/// <summary>Finds what a mistyped name probably stands for.</summary>
public static class NearestName
{
    /// <summary>
    /// The known name that is fewest edits away from the one written (letters inserted, left out, exchanged, or two neighbours swapped; case, hyphens and
    /// underscores are ignored), the first of equals; null if none is nearer than about a third of the name's length.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(written);
        ArgumentNullException.ThrowIfNull(known);
        var plain = Plain(written);
        return known
            .Select(name => (Name: name, Edits: Edits(plain, Plain(name))))
            .Where(candidate => candidate.Edits <= Math.Max(1, Math.Min(plain.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>The end of a message about an unknown name: the nearest known one if there is one, and all that are known.</summary>
    public static string Advice(string written, IReadOnlyList<string> known) => Of(written, known) is { } nearest
        ? $"did you mean \"{nearest}\"? Expected one of {string.Join(", ", known)}"
        : $"expected one of {string.Join(", ", known)}";

    private static string Plain(string name) => string.Concat(name.Where(c => c is not ('-' or '_'))).ToLowerInvariant();

    // Optimal string alignment: edit distance with swaps of neighbours, no part edited twice.
    private static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var exchanged = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(exchanged, 1 + Math.Min(table[i - 1, j], table[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
