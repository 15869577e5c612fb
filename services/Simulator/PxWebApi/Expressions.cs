using System.Text.RegularExpressions;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>
/// Selection expressions: <c>*</c>, <c>?</c>, <c>top(n)</c>, <c>top(n,offset)</c>, <c>bottom(…)</c>, <c>from(x)</c>, <c>to(x)</c>,
/// <c>range(a,b)</c>, case ignored. In time, <c>top</c> means the latest.
/// </summary>
internal static partial class Expressions
{
    /// <summary>The categories that an expression means, as places in the list.</summary>
    /// <exception cref="ProblemException">It is not an expression, or names a category that is not there.</exception>
    public static IEnumerable<int> Expand(string expression, IReadOnlyList<string> codes, bool isTime)
    {
        bool Begins(string name) => expression.StartsWith(name + "(", StringComparison.OrdinalIgnoreCase);
        return Begins("range") ? Range(Parts(RangeForm(), expression), codes)
            : Begins("top") ? Counted(CountForm(), expression, codes.Count, fromEnd: isTime)
            : Begins("bottom") ? Counted(CountForm(), expression, codes.Count, fromEnd: !isTime)
            : Begins("from") ? Between(PlaceOf(Parts(EndForm(), expression)[1], codes), codes.Count - 1)
            : Begins("to") ? Between(0, PlaceOf(Parts(EndForm(), expression)[1], codes))
            : expression.Contains('?') ? Matching(Regex.Escape(expression).Replace("\\?", ".", StringComparison.Ordinal), codes)
            : expression.Contains('*') ? Wildcard(expression, codes)
            : throw new ProblemException(Problem.NonExistentValue);
    }

    private static IEnumerable<int> Range(string[] parts, IReadOnlyList<string> codes)
    {
        var (a, b) = (PlaceOf(parts[1], codes), PlaceOf(parts[2], codes));
        return Between(Math.Min(a, b), Math.Max(a, b));
    }

    private static IEnumerable<int> Counted(Regex form, string expression, int all, bool fromEnd)
    {
        var parts = Parts(form, expression);
        var (count, offset) = (Number(parts[1]), parts[2].Length == 0 ? 0 : Number(parts[2]));
        var (from, to) = fromEnd ? (all - offset - count, all - offset) : (offset, offset + count);
        return Between((int)Math.Max(0, from), (int)Math.Min(all, to) - 1);
    }

    private static IEnumerable<int> Wildcard(string expression, IReadOnlyList<string> codes)
    {
        var (stars, starts, ends) = (expression.Count(c => c == '*'), expression.StartsWith('*'), expression.EndsWith('*'));
        if (expression != "*" && (stars > 2 || (stars == 1 && !starts && !ends) || (stars == 2 && !(starts && ends))))
        {
            throw new ProblemException(Problem.IllegalExpression);
        }

        return Matching(Regex.Escape(expression).Replace("\\*", ".*", StringComparison.Ordinal), codes);
    }

    private static IEnumerable<int> Matching(string pattern, IReadOnlyList<string> codes)
    {
        var regex = new Regex($"^{pattern}\\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Enumerable.Range(0, codes.Count).Where(i => regex.IsMatch(codes[i]));
    }

    private static IEnumerable<int> Between(int first, int last) => Enumerable.Range(first, Math.Max(0, last - first + 1));

    private static int PlaceOf(string code, IReadOnlyList<string> codes)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (codes[i].Equals(code, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        throw new ProblemException(Problem.NonExistentValue);
    }

    private static string[] Parts(Regex form, string expression)
    {
        var match = form.Match(expression);
        return match.Success ? [.. match.Groups.Values.Select(g => g.Value)] : throw new ProblemException(Problem.IllegalExpression);
    }

    private static long Number(string digits) =>
        int.TryParse(digits, out var number) ? number : throw new ProblemException(Problem.NonExistentValue);

    [GeneratedRegex(@"^range\(([^,]+),([^,)]+)\)\z", RegexOptions.IgnoreCase)]
    private static partial Regex RangeForm();

    [GeneratedRegex(@"^(?:top|bottom)\(([1-9]\d*)(?:,(\d+))?\)\z", RegexOptions.IgnoreCase)]
    private static partial Regex CountForm();

    [GeneratedRegex(@"^(?:from|to)\(([^,]+)\)\z", RegexOptions.IgnoreCase)]
    private static partial Regex EndForm();
}
