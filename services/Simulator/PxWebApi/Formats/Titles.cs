using System.Text.RegularExpressions;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Titles as PxWeb makes them.</summary>
internal static partial class Titles
{
    /// <summary>What a table is about: its subject, or its label without dimensions and periods.</summary>
    public static string Subject(Table table) => table.Subject.Length > 0 ? table.Subject : Rest().Replace(table.Label, "");

    /// <summary>E.g. <c>Folkmängden efter region, kön och år</c>: the contents are not named.</summary>
    public static string Of(Selection selection)
    {
        var names = selection.Shown.Where(d => d.Dimension.Role != DimensionRole.Contents).Select(d => d.Dimension.Label).ToList();
        var subject = Subject(selection.Table);
        return names.Count switch
        {
            0 => subject,
            1 => $"{subject} efter {names[0]}",
            _ => $"{subject} efter {string.Join(", ", names.SkipLast(1))} och {names[^1]}",
        };
    }

    [GeneratedRegex(@"( per (region|RegSO|DeSO|kommun|län)\b| efter |\. (År|Månad|Kvartal) ).*$", RegexOptions.Singleline)]
    private static partial Regex Rest();
}

/// <summary>The symbols that stand for a figure.</summary>
internal static class Symbols
{
    /// <summary>E.g. <c>..</c>.</summary>
    public static string Of(CellStatus status) => status switch
    {
        CellStatus.NotApplicable => ".",
        CellStatus.NotAvailable => "..",
        CellStatus.NotYet => "...",
        CellStatus.Nil => "-",
        _ => "",
    };
}
