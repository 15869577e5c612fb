using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>An area's specific needs by single factor.</summary>
/// <param name="Yes">Ids of the needs that it has, in the definition's order.</param>
/// <param name="Open">Ids of the needs that cannot be decided, since a figure is missing.</param>
public sealed record NeedList(IReadOnlyList<string> Yes, IReadOnlyList<string> Open)
{
    private const string Prefix = "need-";

    /// <summary>A column's needs, one text per area: ids with blanks between, those that cannot be decided with a question mark; null where the method tells none.</summary>
    public static string[]? Of(ClassificationColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var needs = column.Parts.Where(p => p.Id.StartsWith(Prefix, StringComparison.Ordinal)).Select(p => (Id: p.Id[Prefix.Length..], p.Values)).ToList();
        return needs.Count == 0
            ? null
            : [.. column.Areas.Select((_, area) => string.Join(' ', needs.Where(n => n.Values[area] != 0).Select(n => n.Values[area] is null ? n.Id + "?" : n.Id)))];
    }

    /// <summary>The needs that a text lists; null where there is no text.</summary>
    public static NeedList? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var ids = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new([.. ids.Where(id => !id.EndsWith('?'))], [.. ids.Where(id => id.EndsWith('?')).Select(id => id[..^1])]);
    }
}
