using System.Globalization;
using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>
/// PxWebApi 2's selection expressions, worked out here against the table's codes: the number of cells must be known before the call,
/// and some expressions fail at the source over GET.
/// </summary>
internal static partial class SelectionExpressions
{
    /// <summary>The chosen codes in the dimension's order, or a sentence that says which value chooses nothing.</summary>
    public static (IReadOnlyList<string> Codes, string? Problem) Expand(IReadOnlyList<string> codes, DimensionRole role, IReadOnlyList<string> values)
    {
        var position = new Dictionary<string, int>(codes.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < codes.Count; i++)
        {
            position.TryAdd(codes[i], i);
        }

        var chosen = new bool[codes.Count];
        foreach (var value in values)
        {
            if (!Choose(codes, position, role, value.Trim(), chosen))
            {
                return ([], $"'{CubeShape.Excerpt(value)}' matches none of its {codes.Count} codes");
            }
        }

        return ([.. codes.Where((_, i) => chosen[i])], null);
    }

    private static bool Choose(IReadOnlyList<string> codes, Dictionary<string, int> position, DimensionRole role, string value, bool[] chosen)
    {
        if (position.TryGetValue(value, out var exact))
        {
            return chosen[exact] = true;
        }

        if (Function().Match(value) is { Success: true } match)
        {
            var (start, count) = Range(match.Groups[1].Value.ToLowerInvariant(), match.Groups[2].Value.Split(','), position, codes.Count, role);
            chosen.AsSpan(start, count).Fill(true);
            return count > 0;
        }

        var any = false;
        if (value.AsSpan().ContainsAny('*', '?'))
        {
            for (var i = 0; i < codes.Count; i++)
            {
                if (FileSystemName.MatchesSimpleExpression(value, codes[i]))
                {
                    any = chosen[i] = true;
                }
            }
        }

        return any;
    }

    private static (int Start, int Count) Range(string function, string[] arguments, Dictionary<string, int> position, int size, DimensionRole role)
    {
        int At(int argument) => position.TryGetValue(arguments[argument].Trim(), out var index) ? index : -1;

        switch (function, arguments.Length)
        {
            case ("from", 1) when At(0) is >= 0 and var from:
                return (from, size - from);
            case ("to", 1) when At(0) is >= 0 and var to:
                return (0, to + 1);
            case ("range", 2) when At(0) is >= 0 and var a && At(1) is >= 0 and var b:
                return (Math.Min(a, b), Math.Abs(a - b) + 1);
            case ("top" or "bottom", 1 or 2):
                var offset = 0;
                if (!Whole(arguments[0], out var wanted) || (arguments.Length == 2 && !Whole(arguments[1], out offset)))
                {
                    return (0, 0);
                }

                // The top of a time dimension is its latest period.
                var count = Math.Clamp(size - offset, 0, wanted);
                var first = function == "top" != (role == DimensionRole.Time);
                return count == 0 ? (0, 0) : (first ? offset : size - offset - count, count);
            default:
                return (0, 0);
        }
    }

    private static bool Whole(string text, out int number) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^(top|bottom|from|to|range)\((.+)\)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Function();
}
