namespace Utanforskap.Simulator.PxWebApi;

/// <summary>The languages that the API offers. The texts of a table are in its own language whatever is asked for.</summary>
internal static class Languages
{
    public const string Default = "sv";

    public static readonly IReadOnlyList<(string Id, string Label)> All = [("en", "English"), ("sv", "Svenska")];

    /// <summary>The language that a request asks for.</summary>
    /// <exception cref="ProblemException">It is not offered.</exception>
    public static string Of(HttpRequest request)
    {
        var asked = request.Query["lang"].ToString();
        if (asked.Length == 0)
        {
            return Default;
        }

        return All.Select(l => l.Id).FirstOrDefault(id => id.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new ProblemException(Problem.UnsupportedLanguage);
    }
}
