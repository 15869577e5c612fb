namespace Utanforskap.Geography.Changes;

/// <summary>
/// How what is counted in each area of one division is shared out over the areas of another. Over the areas that it goes to, an area's weights add up to 1,
/// so that totals are conserved; an area that ended goes nowhere.
/// </summary>
public sealed class ConversionWeights
{
    private ConversionWeights(DivisionChange change, IReadOnlyList<ConversionWeight> rows, Division? parts, IReadOnlyList<string> bySurface)
    {
        (From, To, Rows, Parts, BySurface) = (change.From, change.To, rows, parts, bySurface);
        (Sources, Targets) = ([.. change.Before.Select(a => a.Code)], [.. change.After.Select(a => a.Code)]);
    }

    /// <summary>The division before.</summary>
    public Division From { get; }

    /// <summary>The division after.</summary>
    public Division To { get; }

    /// <summary>The weights, by code before and then after; above 0.</summary>
    public IReadOnlyList<ConversionWeight> Rows { get; }

    /// <summary>Codes of all areas of <see cref="From"/>.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Codes of all areas of <see cref="To"/>.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>The finer division whose counts the weights rest on, or null where they are parts of surface.</summary>
    public Division? Parts { get; }

    /// <summary>Areas before that go to more than one and are shared out by surface, though people do not live evenly, by code.</summary>
    public IReadOnlyList<string> BySurface { get; }

    /// <summary>By surface: what is counted is taken to lie evenly in an area. Exact for areas that go to one only.</summary>
    public static ConversionWeights OfSurface(DivisionChange change) =>
        new(change, [.. change.Before.SelectMany(SurfaceOf)], null, [.. change.Before.Where(a => a.Others.Count > 1).Select(a => a.Code)]);

    /// <summary>
    /// By what is counted in the parts of a finer division, usually residents: exact where each part lies wholly in one area of both. An area with a part
    /// whose count is missing, or with nobody, is shared out by surface.
    /// </summary>
    /// <param name="change">The change of division.</param>
    /// <param name="toFrom">From the finer division to the one before: where each part lies.</param>
    /// <param name="toTo">From the finer division to the one after.</param>
    /// <param name="counts">What is counted in each part; a part that is not there is missing.</param>
    public static ConversionWeights OfParts(DivisionChange change, DivisionChange toFrom, DivisionChange toTo, IReadOnlyDictionary<string, double> counts)
    {
        var sums = new SortedDictionary<(string From, string To), double>(Comparer<(string From, string To)>.Create(static (a, b) =>
            string.CompareOrdinal(a.From, b.From) is not 0 and var order ? order : string.CompareOrdinal(a.To, b.To)));
        var lacking = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in toFrom.Before)
        {
            var counted = counts.TryGetValue(part.Code, out var count) && double.IsFinite(count) && count >= 0;
            foreach (var from in part.Others)
            {
                foreach (var to in counted ? toTo.FindBefore(part.Code)?.Others ?? [] : [])
                {
                    sums[(from.Code, to.Code)] = sums.GetValueOrDefault((from.Code, to.Code)) + (count * from.Share * to.Share);
                }

                if (!counted)
                {
                    lacking.Add(from.Code);
                }
            }
        }

        var totals = sums.GroupBy(s => s.Key.From, s => s.Value, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(), StringComparer.Ordinal);
        bool IsByParts(AreaRelation area) => area.Others.Count > 1 && !lacking.Contains(area.Code) && totals.GetValueOrDefault(area.Code) > 0;
        var byParts = sums.Where(s => s.Value > 0).ToLookup(s => s.Key.From, s => new ConversionWeight(s.Key.From, s.Key.To, s.Value / totals[s.Key.From]), StringComparer.Ordinal);
        return new(
            change,
            [.. change.Before.SelectMany(a => IsByParts(a) ? byParts[a.Code] : SurfaceOf(a))],
            toFrom.From,
            [.. change.Before.Where(a => a.Others.Count > 1 && !IsByParts(a)).Select(a => a.Code)]);
    }

    private static IEnumerable<ConversionWeight> SurfaceOf(AreaRelation area)
    {
        // Land that no area covers has nobody in it, as far as is known: what is counted lies in the rest.
        var covered = area.Others.Sum(o => o.Share);
        return area.Others.Select(o => new ConversionWeight(area.Code, o.Code, o.Share / covered));
    }
}

/// <summary>The part of what is counted in one area that goes to another.</summary>
/// <param name="From">Code before.</param>
/// <param name="To">Code after.</param>
/// <param name="Weight">Above 0 up to 1.</param>
public readonly record struct ConversionWeight(string From, string To, double Weight);
