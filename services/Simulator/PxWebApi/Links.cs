namespace Utanforskap.Simulator.PxWebApi;

/// <summary>A link in an answer.</summary>
internal sealed record Link(string Rel, string Hreflang, string Href);

/// <summary>Makes the links of answers, with the address that the client used.</summary>
/// <param name="root">E.g. <c>http://127.0.0.1:8090/api/v2</c>.</param>
/// <param name="language">Language of the answer.</param>
internal sealed class Links(string root, string language)
{
    public Link Table(string id, string rel, string? inLanguage = null) => Of(rel, $"tables/{id}", inLanguage);

    public Link Metadata(string id) => Of("metadata", $"tables/{id}/metadata");

    public Link Data(string id)
    {
        var link = Of("data", $"tables/{id}/data");
        return link with { Href = link.Href + "&outputFormat=json-stat2" };
    }

    public Link Codelist(string id, string rel, string? inLanguage = null) => Of(rel, $"codeLists/{id}", inLanguage);

    public Link DefaultSelection(string id) => Of("self", $"tables/{id}/defaultselection");

    public Link Page(string rel, string? query, int? pastDays, int size, int number) => new(
        rel,
        language,
        $"{root}/tables/?lang={language}{(string.IsNullOrEmpty(query) ? "" : $"&query={query}")}&pagesize={size}&pageNumber={number}"
            + (pastDays is null ? "" : $"&pastDays={pastDays}"));

    private Link Of(string rel, string path, string? inLanguage = null) =>
        new(rel, inLanguage ?? language, $"{root}/{path}?lang={inLanguage ?? language}");
}
