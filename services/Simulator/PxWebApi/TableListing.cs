using System.Globalization;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Answers of <c>/tables</c> and <c>/tables/{id}</c>.</summary>
internal static class TableListing
{
    /// <summary>One page of the tables that a query finds.</summary>
    /// <exception cref="ProblemException">There is no such page.</exception>
    public static object Page(
        IEnumerable<PublishedTable> tables, ListingQuery query, int defaultPageSize, DateTimeOffset now, Links links, string language)
    {
        var found = tables.Where(t => query.Finds(t, now)).ToList();
        var size = query.PageSize is > 0 ? query.PageSize.Value : defaultPageSize;
        var number = query.PageNumber is > 0 ? query.PageNumber.Value : 1;
        var pages = (found.Count + size - 1) / size;
        if (pages < number && pages != 0)
        {
            throw new ProblemException(Problem.NonExistentPage);
        }

        Link To(string rel, int page) => links.Page(rel, query.Query, query.PastDays, size, page);
        var pageLinks = new List<Link>();
        if (number < pages)
        {
            pageLinks.Add(To("next", number + 1));
        }

        if (number <= pages && number != 1)
        {
            pageLinks.Add(To("previous", number - 1));
        }

        if (pages > 1)
        {
            pageLinks.Add(To("last", pages));
        }

        return new
        {
            language,
            tables = found.Skip((number - 1) * size).Take(size).Select(t => Entry(t, links, language, stated: null)),
            page = new { pageNumber = number, pageSize = size, totalElements = found.Count, totalPages = Math.Max(pages, 1), links = pageLinks },
            links = new[] { To("self", number) },
        };
    }

    /// <summary>What is listed about one table.</summary>
    /// <param name="stated">Language that the entry states; null inside a page, which states it once.</param>
    public static object Entry(PublishedTable published, Links links, string language, string? stated)
    {
        var (table, updated) = published;
        var periods = table.Time?.Codes.Order(StringComparer.Ordinal).ToList() ?? [];
        return new
        {
            language = stated,
            table.Id,
            table.Label,
            description = "",
            sortCode = table.Id,
            updated = ApiJson.Time(updated),
            firstPeriod = periods.FirstOrDefault() ?? "",
            lastPeriod = periods.LastOrDefault() ?? "",
            table.Discontinued,
            category = "public",
            variableNames = table.Dimensions.Select(d => d.Label),
            table.Source,
            subjectCode = table.SubjectCode,
            timeUnit = TimeUnit(periods.FirstOrDefault()),
            paths = new[] { new[] { new { id = table.SubjectCode, label = table.SubjectArea, sortCode = table.SubjectArea } } },
            links = Languages.All.Where(l => l.Id != language).Select(l => links.Table(table.Id, "alternate", l.Id))
                .Prepend(links.Table(table.Id, "self"))
                .Append(links.Metadata(table.Id))
                .Append(links.Data(table.Id)),
        };
    }

    /// <summary>How long the periods are, by the form of their codes.</summary>
    public static string TimeUnit(string? period) => period switch
    {
        { Length: 4 } => "Annual",
        { Length: 6 } when period[4] == 'K' => "Quarterly",
        { Length: 7 } when period[4] == 'M' => "Monthly",
        { Length: 7 } when period[4] == 'V' => "Weekly",
        _ => "Other",
    };
}

/// <summary>What a client asks of a listing.</summary>
/// <param name="Query">Words that a table must contain, all of them; <c>*</c> within a word stands for anything.</param>
/// <param name="PastDays">Only tables that were updated within so many days.</param>
/// <param name="IncludeDiscontinued">Whether tables that are no longer updated are listed too.</param>
/// <param name="PageNumber">From 1.</param>
/// <param name="PageSize">Tables in a page.</param>
internal sealed record ListingQuery(string? Query, int? PastDays, bool IncludeDiscontinued, int? PageNumber, int? PageSize)
{
    /// <summary>Reads the query string; false if a number in it is not one.</summary>
    public static bool TryRead(IQueryCollection query, out ListingQuery read, out string wrong)
    {
        wrong = "";
        var (days, number, size) = (Whole("pastDays", ref wrong), Whole("pageNumber", ref wrong), Whole("pageSize", ref wrong));
        var discontinued = query["includeDiscontinued"].ToString();
        if (discontinued.Length > 0 && !bool.TryParse(discontinued, out _))
        {
            wrong = "includeDiscontinued";
        }

        read = new ListingQuery(query["query"], days, discontinued.Equals("true", StringComparison.OrdinalIgnoreCase), number, size);
        return wrong.Length == 0;

        int? Whole(string name, ref string wrong)
        {
            var text = query[name].ToString();
            if (text.Length == 0)
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            {
                wrong = name;
            }

            return whole;
        }
    }

    /// <summary>Whether a table belongs to the answer.</summary>
    public bool Finds(PublishedTable published, DateTimeOffset now)
    {
        var (table, updated) = published;
        return (IncludeDiscontinued || table.Discontinued != true)
            && (PastDays is null || updated >= now.AddDays(-PastDays.Value))
            && (string.IsNullOrWhiteSpace(Query) || Query.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Holds(table, word)));
    }

    private static bool Holds(Table table, string word)
    {
        var bare = word.Trim('"', '(', ')', '+').Replace("*", "", StringComparison.Ordinal);
        var colon = bare.IndexOf(':', StringComparison.Ordinal);
        var sought = colon < 0 ? bare : bare[(colon + 1)..];
        bool In(string text) => text.Contains(sought, StringComparison.OrdinalIgnoreCase);
        return In(table.Id) || In(table.Label) || In(table.Source)
            || table.Dimensions.Any(d => In(d.Label) || In(d.Code)
                || d.Codes.Any(c => c.Equals(sought, StringComparison.OrdinalIgnoreCase)) || d.Labels.Any(In));
    }
}
