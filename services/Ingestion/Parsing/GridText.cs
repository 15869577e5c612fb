using System.Globalization;
using System.Text.RegularExpressions;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>Rows of text cells, as a csv file or a spreadsheet has them.</summary>
internal interface IGridRows
{
    /// <summary>The number of the current row, from 1, for messages.</summary>
    int Line { get; }

    /// <summary>The next row that is not blank, or null; a blank cell is empty. The array is the caller's.</summary>
    ValueTask<string[]?> NextAsync(CancellationToken stop);
}

/// <summary>What the texts of such rows mean.</summary>
internal static partial class GridText
{
    private static readonly string[] _valueNames = ["värde", "value", "värden", "values", "data", "obs_value", "antal/värde"];

    private static readonly string[] _otherDimensions = ["ålder", "age", "kön", "sex", "alder", "kon", "åldersgrupp", "age group"];

    /// <summary>A heading that says nothing but that figures follow.</summary>
    public static bool IsValueName(string heading) => _valueNames.Contains(heading.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a column with this heading holds categories even where they look like numbers.</summary>
    public static bool IsDimensionName(string heading)
    {
        var name = heading.Trim();
        return CubeShape.Guess(name, name) != DimensionRole.Other
            || IsCodeName(name)
            || _otherDimensions.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a heading says that codes follow, such as <c>regionkod</c>.</summary>
    public static bool IsCodeName(string heading) =>
        heading.Trim().EndsWith("kod", StringComparison.OrdinalIgnoreCase) || heading.Trim().EndsWith("code", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text is a reference period: 2022, 2022M03, 2022K1, 2022-2023, 2022/23.</summary>
    public static bool IsPeriod(string text) => Period().IsMatch(text.Trim());

    /// <summary>
    /// Contents and period of a heading such as <c>Antal 2022</c>, <c>2022 Antal</c> or, with codes and texts, <c>A1 - Antal 2022 - 2022</c>;
    /// null where there is no period.
    /// </summary>
    public static (string Contents, string Period)? SplitHeading(string heading)
    {
        var text = heading.Trim();
        if (CodeAndText(text) is { } both && both.Code[(both.Code.LastIndexOf(' ') + 1)..] == both.Text && IsPeriod(both.Text))
        {
            text = both.Code;
        }

        if (IsPeriod(text))
        {
            return ("", text);
        }

        var last = text.LastIndexOf(' ');
        if (last > 0 && IsPeriod(text[(last + 1)..]))
        {
            return (text[..last].Trim(), text[(last + 1)..]);
        }

        var first = text.IndexOf(' ', StringComparison.Ordinal);
        return first > 0 && IsPeriod(text[..first]) ? (text[(first + 1)..].Trim(), text[..first]) : null;
    }

    /// <summary>A figure or symbol; null where the text is neither.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="commaIsDecimal">Whether the file's columns are separated by something else than commas.</param>
    public static (double Value, FigureStatus Status)? Figure(string text, bool commaIsDecimal)
    {
        var trimmed = text.AsSpan().Trim();
        if (DataSymbols.Find(trimmed) is { } status)
        {
            return (status == FigureStatus.Nil ? 0 : double.NaN, status);
        }

        Span<char> digits = stackalloc char[64];
        var count = 0;
        foreach (var c in trimmed)
        {
            // Blanks, hard or thin, group digits by thousands.
            if (c is ' ' or '\u00a0' or '\u202f' or '\u2009')
            {
                continue;
            }

            if (count == digits.Length || (c == ',' && !commaIsDecimal))
            {
                return null;
            }

            digits[count++] = c switch
            {
                ',' => '.',
                '−' => '-',
                _ => c,
            };
        }

        return double.TryParse(
            digits[..count],
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value) && double.IsFinite(value)
            ? (value, FigureStatus.Figure)
            : null;
    }

    /// <summary>The two sides of the last <c> - </c>, as PxWeb writes codes and texts together; null where there is none.</summary>
    public static (string Code, string Text)? CodeAndText(string text)
    {
        var at = text.LastIndexOf(" - ", StringComparison.Ordinal);
        return at > 0 ? (text[..at].Trim(), text[(at + 3)..].Trim()) : null;
    }

    /// <summary>Code and name of a text such as <c>0114R001 Bollstanäs</c> or <c>0114R001 - Bollstanäs</c>; null where it does not begin with a code.</summary>
    public static (string Code, string Name)? SplitCode(string text) =>
        CodeAndName().Match(text) is { Success: true } match ? (match.Groups[1].Value, match.Groups[2].Value.Trim()) : null;

    [GeneratedRegex(@"^\d{4}([MKQVWHT]\d{1,2}|[-/]\d{2,4})?$")]
    private static partial Regex Period();

    [GeneratedRegex(@"^([A-Za-z]{0,4}\d[A-Za-z0-9_]*) +(?:- +)?(\D.*)$")]
    private static partial Regex CodeAndName();
}
