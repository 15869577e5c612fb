using System.Net;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Writes a bare html table as PxWebApi does: a row per category of the outer stub, then the rows of the inner.</summary>
internal static class Html
{
    /// <summary>Writes a selection.</summary>
    public static async Task Write(TextWriter writer, Selection selection, FormatOptions options)
    {
        var paper = new Paper(selection);
        string Name(Category c) => WebUtility.HtmlEncode(options.Codes && options.Texts ? $"{c.Code} {c.Label}" : options.Name(c));
        await writer.WriteLineAsync($"<table id=\"{selection.Table.Id}\" >");
        if (options.IncludeTitle)
        {
            await writer.WriteLineAsync($"<caption>{WebUtility.HtmlEncode(Titles.Of(selection))}</caption>");
        }

        await writer.WriteLineAsync("<thead>");
        for (var (d, span) = (0, paper.Columns.Count); d < paper.Heading.Count; d++)
        {
            span /= paper.Heading[d].Categories.Count;
            var scope = d == paper.Heading.Count - 1 ? " scope=\"col\"" : $" colspan={span}";
            await writer.WriteLineAsync("<tr>");
            await writer.WriteLineAsync(paper.Stub.Count > 0 ? "<th></th>" : "");
            for (var column = 0; column < paper.Columns.Count; column += span)
            {
                await writer.WriteLineAsync($"<th{scope}>{Name(paper.Columns[column][d])}</th>");
            }

            await writer.WriteLineAsync("</tr>");
        }

        await writer.WriteLineAsync("</thead>\n<tbody>");
        IReadOnlyList<Category> before = [];
        foreach (var row in paper.Rows().Where(r => !(options.ExcludeEmptyRows && r.IsEmpty)))
        {
            var same = row.Stub.Zip(before).TakeWhile(p => p.First == p.Second).Count();
            foreach (var outer in row.Stub.SkipLast(1).Skip(same))
            {
                var empty = string.Concat(Enumerable.Repeat("<td></td>\n", row.Figures.Count));
                await writer.WriteLineAsync($"<tr>\n<th scope=\"row\">{Name(outer)}</th>\n{empty}</tr>");
            }

            var head = row.Stub.Count > 0 ? $"<th scope=\"row\">{Name(row.Stub[^1])}</th>\n" : "";
            await writer.WriteLineAsync($"<tr>\n{head}{string.Concat(row.Figures.Select(f => $"<td>{f}</td>\n"))}</tr>");
            before = row.Stub;
        }

        await writer.WriteLineAsync("</tbody>\n</table>");
    }
}
