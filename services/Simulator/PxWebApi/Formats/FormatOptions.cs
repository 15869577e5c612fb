using Microsoft.Extensions.Primitives;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>How a client wants csv, xlsx or html (<c>outputFormatParams</c>).</summary>
/// <param name="Separator">Between csv values.</param>
/// <param name="Codes">Whether categories show their codes.</param>
/// <param name="Texts">Whether categories show their texts.</param>
/// <param name="IncludeTitle">Whether the title comes first.</param>
/// <param name="ExcludeEmptyRows">Whether rows without anything but zeros and symbols are left out.</param>
internal sealed record FormatOptions(char Separator, bool Codes, bool Texts, bool IncludeTitle, bool ExcludeEmptyRows)
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "UseCodes", "UseTexts", "UseCodesAndTexts", "IncludeTitle", "SeparatorTab", "SeparatorSpace", "SeparatorSemicolon", "ExcludeZerosAndMissingValues",
    };

    /// <summary>Reads them.</summary>
    /// <exception cref="ProblemException">One is not known, or does not fit the format.</exception>
    public static FormatOptions Read(StringValues parameters, string format)
    {
        var asked = parameters.SelectMany(p => (p ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var fits = format is "csv" or "xlsx" or "html" or "json-px" || asked.Count == 0;
        var separates = asked.Any(p => p.StartsWith("Separator", StringComparison.OrdinalIgnoreCase));
        if (!fits || !asked.IsSubsetOf(Known) || (separates && format != "csv"))
        {
            throw new ProblemException(Problem.UnsupportedFormat);
        }

        var both = asked.Contains("UseCodesAndTexts");
        var texts = asked.Contains("UseTexts") || (format == "html" && !asked.Contains("UseCodes"));
        return new FormatOptions(
            asked.Contains("SeparatorTab") ? '\t' : asked.Contains("SeparatorSpace") ? ' ' : asked.Contains("SeparatorSemicolon") ? ';' : ',',
            both || !texts,
            both || texts,
            asked.Contains("IncludeTitle"),
            asked.Contains("ExcludeZerosAndMissingValues"));
    }

    /// <summary>What a category is called.</summary>
    public string Name(Category category) => Name(category.Code, category.Label);

    /// <summary>What something with a code and a label is called.</summary>
    public string Name(string code, string label) => Codes && Texts ? $"{code} - {label}" : Texts ? label : code;
}
