using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Checks what a client asks for and expands it.</summary>
internal static class Selecting
{
    /// <summary>The part of the table that the request means.</summary>
    /// <param name="table">The table.</param>
    /// <param name="request">The request; at least one variable.</param>
    /// <param name="source">For its codelists.</param>
    /// <param name="maxCells">Most cells of an answer.</param>
    /// <exception cref="ProblemException">The request cannot be met; checked in PxWebApi's order.</exception>
    public static Selection Select(Table table, SelectionRequest request, ISource source, int maxCells)
    {
        var asked = new Dictionary<Dimension, (VariableRequest Request, IReadOnlyList<Category> Categories)>();
        foreach (var variable in request.Variables)
        {
            var dimension = Find(table, variable.Variable) ?? throw new ProblemException(Problem.NonExistentVariable);
            asked.TryAdd(dimension, (variable, CategoriesOf(dimension, variable, source)));
        }

        if (table.Dimensions.Any(d => !d.Elimination && !asked.ContainsKey(d)))
        {
            throw new ProblemException(Problem.MissingSelection);
        }

        var selected = table.Dimensions.Select((d, place) =>
        {
            var chosen = asked.TryGetValue(d, out var entry) ? Expand(d, entry.Request, entry.Categories) : [];
            return chosen.Count > 0 ? new SelectedDimension(d, place, chosen, Eliminated: false, InHeading(d))
                : d.Elimination ? new SelectedDimension(d, place, [Total(d, entry.Categories)], Eliminated: true, InHeading: false)
                : throw new ProblemException(Problem.MissingSelection);
        }).ToList();
        var selection = new Selection(table, Placed(table, selected, request));
        return selection.Cells <= maxCells ? selection : throw new ProblemException(Problem.TooManyCells);
    }

    /// <summary>The whole dimension, or what a codelist makes of it; for metadata.</summary>
    public static IReadOnlyList<Category> Whole(Dimension dimension, string? codelist, ISource source) =>
        string.IsNullOrWhiteSpace(codelist)
            ? [.. dimension.Codes.Select((c, i) => new Category(c, dimension.Labels[i], [i]))]
            : Codelists.Categories(dimension, codelist, source);

    /// <summary>The dimension with this code, case ignored; <c>time</c> means that of time.</summary>
    public static Dimension? Find(Table table, string code) =>
        table.Dimensions.FirstOrDefault(d => d.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
            ?? (code.Equals("time", StringComparison.OrdinalIgnoreCase) ? table.Time : null);

    /// <summary>By custom contents and time stand in the heading.</summary>
    public static bool InHeading(Dimension dimension) => dimension.Role is DimensionRole.Contents or DimensionRole.Time;

    private static IReadOnlyList<Category> CategoriesOf(Dimension dimension, VariableRequest request, ISource source)
    {
        var categories = Whole(dimension, request.Codelist, source);
        return request.SingleValues
            ? [.. categories.SelectMany(c => c.Places).Distinct().Order().Select(p => new Category(dimension.Codes[p], dimension.Labels[p], [p]))]
            : categories;
    }

    private static List<Category> Expand(Dimension dimension, VariableRequest request, IReadOnlyList<Category> categories)
    {
        IReadOnlyList<string> codes = request.Codelist is null ? dimension.Codes : [.. categories.Select(c => c.Code)];
        var known = request.Codelist is null ? null : codes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.OrdinalIgnoreCase);
        var chosen = new bool[codes.Count];
        foreach (var value in request.Values)
        {
            var place = known is null ? dimension.IndexOf(value) : known.GetValueOrDefault(value, -1);
            foreach (var p in place >= 0 ? [place] : Expressions.Expand(value, codes, dimension.Role == DimensionRole.Time))
            {
                chosen[p] = true;
            }
        }

        return [.. categories.Where((_, i) => chosen[i])];
    }

    private static Category Total(Dimension dimension, IReadOnlyList<Category>? categories)
    {
        var total = dimension.EliminationCode is null ? -1 : dimension.IndexOf(dimension.EliminationCode);
        return new Category("", "", total >= 0 ? [total]
            : categories is null ? [.. Enumerable.Range(0, dimension.Codes.Count)]
            : [.. categories.SelectMany(c => c.Places).Distinct()]);
    }

    private static List<SelectedDimension> Placed(Table table, List<SelectedDimension> selected, SelectionRequest request)
    {
        if (request.Stub.Count == 0 && request.Heading.Count == 0)
        {
            return selected;
        }

        SelectedDimension Named(string code) =>
            selected.FirstOrDefault(s => !s.Eliminated && s.Dimension == Find(table, code)) ?? throw new ProblemException(Problem.IllegalPlacement);
        var stub = request.Stub.Select(Named).ToList();
        var heading = request.Heading.Select(Named).ToList();
        var rest = selected.Where(s => !s.Eliminated && !stub.Contains(s) && !heading.Contains(s)).ToList();
        if (stub.Intersect(heading).Any() || (rest.Count > 0 && stub.Count > 0 && heading.Count > 0))
        {
            throw new ProblemException(Problem.IllegalPlacement);
        }

        (stub.Count == 0 ? stub : heading).AddRange(rest);
        return
        [
            .. stub.Distinct().Select(s => s with { InHeading = false }),
            .. heading.Distinct().Select(s => s with { InHeading = true }),
            .. selected.Where(s => s.Eliminated),
        ];
    }
}
