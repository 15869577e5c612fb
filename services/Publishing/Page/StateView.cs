using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Publishing.Reading;

namespace Utanforskap.Publishing.Page;

/// <summary>Writes the page: tables with headings and captions, one style sheet, no scripts, nothing from elsewhere.</summary>
internal sealed class StateView
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1b1f;--paper:#fff;--line:#d5d7de;--soft:#f3f4f7;--bar:#2f5fa8;--link:#0b4fae;--good:#17663a;--bad:#a11d1d;--warn:#ffe9a8}
        @media (prefers-color-scheme:dark){:root{--ink:#e9e9ee;--paper:#16171b;--line:#3a3d47;--soft:#1f2127;--bar:#7fa8e6;--link:#9cc2ff;--good:#7ed6a2;--bad:#ff9c9c;--warn:#ffdf80}}
        *{box-sizing:border-box}
        body{margin:0;font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        header,main,footer{max-width:72rem;margin:0 auto;padding:1rem 1.25rem}
        h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.2rem;margin:2rem 0 .5rem}
        h3{font-size:1rem;margin:1rem 0 .25rem}
        a{color:var(--link)}
        a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
        .top{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:top}
        thead th{white-space:nowrap}
        tbody th{font-weight:400}
        .n{text-align:right;padding-right:1.5rem}
        .bar{display:block;height:.6rem;background:var(--bar);border-radius:2px;min-width:1px;margin-top:.2rem}
        .complete,.published,.accepted{color:var(--good)}
        .refused,.failed,.held,.review,.rejected{color:var(--bad);font-weight:600}
        .invented{background:var(--warn);color:#1b1b1f;font-weight:600;padding:.75rem 1rem;border-left:6px solid #a11d1d}
        .note{background:var(--soft);padding:.75rem 1rem;border-left:4px solid var(--line)}
        time{white-space:nowrap}
        """;

    private static readonly TimeZoneInfo Stockholm = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Stockholm", out var zone) ? zone : TimeZoneInfo.Utc;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder html = new();
    private readonly Words words;

    private StateView(Words words) => this.words = words;

    public static string Write(State state, Words words)
    {
        var view = new StateView(words);
        view.Write(state);
        return view.html.ToString();
    }

    private void Write(State state)
    {
        html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="{words.Language}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(words.Title)}</title><style>{Style}</style></head>
            <body>
            <header><div class="top"><span>{Text(words.Now)} {Time(state.At)}</span><nav aria-label="Språk / Language">{words.OtherLanguage}</nav></div>
            <h1>{Text(words.Title)}</h1><p>{Text(words.Lead)}</p>{Invented(state.Methods)}</header>
            <main>

            """);
        Classes(state.Methods);
        Registers(state.Registers);
        Table(words.Publications, words.PublicationColumns, [3, 5], state.Publications.Select(Row));
        Table(words.Runs, words.RunColumns, [3], state.Runs.Select(Row));
        Table(words.Events, words.EventColumns, [], state.Events.Select(e => new[]
        {
            $"{e.Position}", Time(e.Time), Text(words[e.Type]), Text(e.Subject), Text(e.Change ?? ""),
        }));
        html.Append(CultureInfo.InvariantCulture, $"""
            </main>
            <footer><p class="note">{Text(words.Note)}</p><p>{Text(words.Data)}: <a href="/openapi/v1.json">OpenAPI</a> · <a href="/asyncapi.json">AsyncAPI</a> ·
            <a href="/api/v1/methods">/api/v1/methods</a> · <a href="/api/v1/publications">/api/v1/publications</a> · <a href="/api/v1/runs">/api/v1/runs</a> ·
            <a href="/api/v1/events">/api/v1/events</a></p></footer>
            </body></html>
            """);
    }

    private void Classes(IReadOnlyList<MethodState> methods)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(words.Classes)}</h2>\n");
        if (methods.Count == 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(words.NothingPublished)}</p>\n");
        }

        foreach (var method in methods)
        {
            var name = words.Language == "en" ? method.Method.NameEn : method.Method.Name;
            var names = method.Method.Classes.ToDictionary(c => c.Class, c => words.Language == "en" ? c.NameEn : c.Name);
            var invented = AreaQueries.IsInvented(method.Period.Division) ? $" – {words.InventedFigures}" : "";
            var title = $"{name}, {method.Period.Period} ({method.Period.Division}){invented}";
            if (method.Classes.Count == 0)
            {
                var values = $"/api/v1/segregation?method={method.Method.Id}&division={method.Period.Division}&period={method.Period.Period}";
                html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(title)}</h3><p>{Text(words.WithoutClasses)}: <a href=\"{Text(values)}\">{Text(values)}</a></p>\n");
                continue;
            }

            Table(title, words.ClassColumns, [1, 2], method.Classes.Select(c => new[]
            {
                Text($"{c.Class} {names.GetValueOrDefault(c.Class)}"), Number(c.Areas), Number(c.Population), Share(c.Share),
            }), level: 3);
            if (method.Totals.Unclassified > 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<p>{Number(method.Totals.Unclassified)} {Text(words.Unclassified)}.</p>\n");
            }
        }

        html.Append("</section>\n");
    }

    private string Invented(IReadOnlyList<MethodState> methods)
    {
        var countries = methods.SelectMany(m => m.Method.Periods).Select(p => Division.Find(p.Division)).OfType<Division>()
            .Where(d => d.IsInvented).Select(d => char.ToUpperInvariant(d.Country[0]) + d.Country[1..]).Distinct().Order(StringComparer.Ordinal).ToList();
        return countries.Count > 0 ? $"<p class=\"invented\" role=\"note\">{Text(words.Invented(countries))}</p>" : "";
    }

    private void Registers(IReadOnlyList<RegisterStatus>? registers)
    {
        if (registers is null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(words.Registers)}</h2><p class=\"note\">{Text(words.NoAnswer)}</p></section>\n");
            return;
        }

        Table(words.Registers, words.RegisterColumns, [5], registers.Select(r => new[]
        {
            Text(r.Register), Text(r.Table), Time(r.LastReadAt), Time(r.LastSeenUpdated), Word(r.LastOutcome), Number(r.Release),
        }));
    }

    private string[] Row(PublicationItem p) =>
    [
        Time(p.PublishedAt),
        Text(p.Method),
        $"<a href=\"/api/v1/publications/{Text(p.Id)}\">{Text(p.Version)}</a>",
        Number(p.Release),
        Text(string.Join(", ", p.Columns.Select(c => c.Period).Distinct())),
        p.Baseline ? Text(words.Baseline) : $"<a href=\"/api/v1/changes?publication={Text(p.Id)}\">{Number(p.Columns.Sum(c => c.Classes))}</a>",
    ];

    private string[] Row(RunItem run) =>
    [
        $"<a href=\"/api/v1/runs/{run.Release}\">{run.Release}</a>",
        Text(run.Register ?? ""),
        Word(run.State),
        run.Seconds is { } seconds ? $"{seconds.ToString("0.0", Culture)} s" : "",
        string.Join(", ", run.Methods.Select(m => $"{Text(m.Method)}: {Word(m.Outcome)}")),
    ];

    private void Table(string title, string[] columns, int[] numbers, IEnumerable<string[]> rows, int level = 2)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section><h{level}>{Text(title)}</h{level}><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Text(title)}\"><table><thead><tr>");
        for (var i = 0; i < columns.Length; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Side(i)}>{Text(columns[i])}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\"{Side(0)}>{row[0]}</th>");
            for (var i = 1; i < row.Length; i++)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td{Side(i)}>{row[i]}</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div></section>\n");

        string Side(int column) => numbers.Contains(column) ? " class=\"n\"" : "";
    }

    private NumberFormatInfo Culture => words.Language == "en"
        ? CultureInfo.InvariantCulture.NumberFormat
        : new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00a0" };

    private string Number(double? number) => number?.ToString("#,0", Culture) ?? "–";

    private string Share(double? share) => share is { } part
        ? $"{(100 * part).ToString("0.0", Culture)} %<span class=\"bar\" style=\"width:{(100 * part).ToString("0.#", CultureInfo.InvariantCulture)}%\"></span>"
        : "–";

    private string Word(string? word) => word is null ? "–" : $"<span class=\"{Text(word)}\">{Text(words[word])}</span>";

    // People on a release morning read their own clock; the machine-readable time is UTC.
    private string Time(DateTimeOffset? at) => at is { } time
        ? $"<time datetime=\"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{TimeZoneInfo.ConvertTime(time, Stockholm):yyyy-MM-dd HH:mm:ss}</time>"
        : Text(words.Never);

    private static string Text(string text) => Encoder.Encode(text);
}
