using System.Globalization;

namespace Utanforskap.Statistics.Segregation;

/// <summary>
/// A measure of how unevenly groups are spread over units. With t_i the persons of unit i, T all of them, p_ig the share of group g in unit i and P_g its share of all.
/// Every index is unchanged by the order of units, by splitting a unit into parts of the same composition, by multiplying all counts, and by units that nobody lives in.
/// An index of a table in which a group has no member is NaN: it is not defined.
/// </summary>
public sealed class SegregationIndex
{
    private readonly Func<GroupTable, double> _formula;

    private SegregationIndex(string id, string name, int? groups, Func<GroupTable, double> formula, double? maximum = 1, bool isDiversity = false)
    {
        Id = id;
        Name = name;
        Groups = groups;
        Maximum = maximum;
        IsDiversity = isDiversity;
        _formula = formula;
    }

    /// <summary>Dissimilarity D, 0–1: the share of persons who would have to move for even shares. Two groups: ½ Σ |a_i/A − b_i/B| (O. D. Duncan and B. Duncan, 1955); several: Σ_g Σ_i t_i |p_ig − P_g| / (2 T Σ P_g(1 − P_g)) (B. S. Morgan, 1975; J. M. Sakoda, 1981).</summary>
    public static SegregationIndex Dissimilarity { get; } = new("D", "dissimilarity", null, DissimilarityOf);

    /// <summary>Theil's entropy index H = M/E, 0–1 (H. Theil and A. J. Finizza, 1971; S. F. Reardon and G. Firebaugh, 2002).</summary>
    public static SegregationIndex EntropyIndex { get; } = new("H", "entropy index", null, table => Information.Of(table) / Information.EntropyOf(table));

    /// <summary>Mutual information M between unit and group, in nats, 0 to the entropy E: Σ (n_ig/T) ln(n_ig T / (t_i N_g)) (H. Theil, 1971; R. Mora and J. Ruiz-Castillo, 2011).</summary>
    public static SegregationIndex MutualInformation { get; } = new("M", "mutual information", null, Information.Of, maximum: null);

    /// <summary>Normalised exposure P, 0–1: Σ_g Σ_i (t_i/T) (p_ig − P_g)²/(1 − P_g) (F. J. James, 1986; S. F. Reardon and G. Firebaugh, 2002). For two groups the correlation ratio.</summary>
    public static SegregationIndex NormalisedExposure { get; } = new("P", "normalised exposure", null, ExposureOf);

    /// <summary>Gini, 0–1, two groups: Σ_i Σ_j t_i t_j |p_i − p_j| / (2 T² P(1 − P)) (D. S. Massey and N. A. Denton, The dimensions of residential segregation, 1988).</summary>
    public static SegregationIndex Gini { get; } = new("G", "Gini", 2, GiniOf);

    /// <summary>Isolation xPx, 0–1, two groups: the share of the first group in the unit of an average member of it, Σ (a_i/A)(a_i/t_i) (Massey and Denton, 1988).</summary>
    public static SegregationIndex Isolation { get; } = new("xPx", "isolation", 2, table => MetBy(table, 0, 0));

    /// <summary>Interaction xPy, 0–1, two groups: the share of the second group in the unit of an average member of the first, Σ (a_i/A)(b_i/t_i); 1 − xPx (Massey and Denton, 1988).</summary>
    public static SegregationIndex Interaction { get; } = new("xPy", "interaction", 2, table => MetBy(table, 0, 1), maximum: null);

    /// <summary>Correlation ratio η², 0–1, two groups: (xPx − P)/(1 − P), isolation freed of the group's size (W. Bell, 1954; Massey and Denton, 1988).</summary>
    public static SegregationIndex CorrelationRatio { get; } = new("eta2", "correlation ratio", 2, ExposureOf);

    /// <summary>Unevenness between the lowest and the highest income fifth, 0–100: 100 · D of the first and the last of five groups. Not yet shown to equal Segregationsbarometern's ojämlikhetsindex, whence the name of its own.</summary>
    public static SegregationIndex IncomeDissimilarity { get; } = new("inkomst-D", "dissimilarity of the lowest and the highest income fifth", 5, table => table.Select(0, 4) is { } fifths ? 100 * DissimilarityOf(fifths) : double.NaN, maximum: 100);

    /// <summary>Diversity by entropy E, in nats, 0 to ln(number of groups): −Σ P_g ln P_g. Of the whole table: not a measure of segregation.</summary>
    public static SegregationIndex Entropy { get; } = new("E", "diversity (entropy)", null, Information.EntropyOf, maximum: null, isDiversity: true);

    /// <summary>Diversity by Simpson I, 0 to 1 − 1/(number of groups): Σ P_g(1 − P_g), the probability that two persons are of different groups. Of the whole table: not a measure of segregation.</summary>
    public static SegregationIndex Simpson { get; } = new("I", "diversity (Simpson)", null, SimpsonOf, maximum: null, isDiversity: true);

    /// <summary>All indices, Atkinson with b = 0.5.</summary>
    public static IReadOnlyList<SegregationIndex> All { get; } =
    [
        Dissimilarity, EntropyIndex, MutualInformation, NormalisedExposure, Gini, Isolation, Interaction, CorrelationRatio, Atkinson(0.5), IncomeDissimilarity, Entropy, Simpson,
    ];

    /// <summary>Short name: D, H, M, P, G, xPx, xPy, eta2, A(b), inkomst-D, E, I.</summary>
    public string Id { get; }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>How many groups it is for; null is any number from two.</summary>
    public int? Groups { get; }

    /// <summary>Its value where every unit has one group only; null where that depends on the groups' sizes, or more is not more segregated.</summary>
    public double? Maximum { get; }

    /// <summary>Whether it tells how mixed the whole is instead of how unevenly it is spread; such a figure is not compared with chance.</summary>
    public bool IsDiversity { get; }

    /// <summary>Atkinson's index with weight b, 0–1, two groups: 1 − P/(1 − P) · |Σ t_i (1 − p_i)^(1−b) p_i^b / (P T)|^(1/(1−b)) (Massey and Denton, 1988).</summary>
    /// <param name="b">In (0, 1): below 0.5 units with few of the first group weigh more, above 0.5 those with many.</param>
    public static SegregationIndex Atkinson(double b) => b is > 0 and < 1
        ? new(string.Create(CultureInfo.InvariantCulture, $"A({b})"), "Atkinson", 2, table => AtkinsonOf(table, b))
        : throw new ArgumentOutOfRangeException(nameof(b), b, "Atkinson's b lies between 0 and 1.");

    /// <summary>The index with this short name, upper or lower case; A is Atkinson with 0.5 and A(0.1) with 0.1; null where there is none.</summary>
    public static SegregationIndex? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.Equals("A", StringComparison.OrdinalIgnoreCase))
        {
            return Atkinson(0.5);
        }

        if (id.StartsWith("A(", StringComparison.OrdinalIgnoreCase) && id.EndsWith(')'))
        {
            return double.TryParse(id[2..^1], CultureInfo.InvariantCulture, out var b) && b is > 0 and < 1 ? Atkinson(b) : null;
        }

        return All.FirstOrDefault(index => index.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether it is for this many groups.</summary>
    public bool IsFor(int groups) => Groups is null ? groups >= 2 : groups == Groups;

    /// <summary>The index of the table as observed, unrounded and uncorrected; NaN where a group has no member.</summary>
    /// <exception cref="ArgumentException">The table has another number of groups than the index is for.</exception>
    public double Of(GroupTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!IsFor(table.Groups.Count))
        {
            throw new ArgumentException($"{Id} ({Name}) is for {Groups} groups, not {table.Groups.Count}.", nameof(table));
        }

        for (var g = 0; g < table.Groups.Count; g++)
        {
            if (table.GroupTotal(g) <= 0)
            {
                return double.NaN;
            }
        }

        return _formula(table);
    }

    /// <inheritdoc />
    public override string ToString() => Id;

    private static double DissimilarityOf(GroupTable table)
    {
        var sum = default(CompensatedSum);
        for (var u = 0; u < table.Units.Count; u++)
        {
            for (var g = 0; g < table.Groups.Count; g++)
            {
                sum.Add(Math.Abs((table.Count(u, g) / table.Total) - (table.UnitTotal(u) / table.Total * (table.GroupTotal(g) / table.Total))));
            }
        }

        return Math.Min(1, sum.Value / (2 * SimpsonOf(table)));
    }

    private static double ExposureOf(GroupTable table)
    {
        var sum = default(CompensatedSum);
        for (var u = 0; u < table.Units.Count; u++)
        {
            var total = table.UnitTotal(u);
            for (var g = 0; total > 0 && g < table.Groups.Count; g++)
            {
                var share = table.GroupTotal(g) / table.Total;
                var distance = (table.Count(u, g) / total) - share;
                sum.Add(total / table.Total * distance * distance / (1 - share));
            }
        }

        return Math.Min(1, sum.Value);
    }

    private static double MetBy(GroupTable table, int of, int with)
    {
        var sum = default(CompensatedSum);
        for (var u = 0; u < table.Units.Count; u++)
        {
            if (table.UnitTotal(u) > 0)
            {
                sum.Add(table.Count(u, of) / table.GroupTotal(of) * (table.Count(u, with) / table.UnitTotal(u)));
            }
        }

        return sum.Value;
    }

    /// <summary>By order of p: Σ_ij t_i t_j |p_i − p_j| = 2 Σ_i (a_i · T_before − t_i · A_before).</summary>
    private static double GiniOf(GroupTable table)
    {
        var order = Enumerable.Range(0, table.Units.Count)
            .Where(u => table.UnitTotal(u) > 0)
            .OrderBy(u => table.Count(u, 0) / table.UnitTotal(u))
            .ThenBy(u => u);
        var sum = default(CompensatedSum);
        var members = default(CompensatedSum);
        var persons = default(CompensatedSum);
        foreach (var u in order)
        {
            sum.Add(table.Count(u, 0) * persons.Value);
            sum.Add(-(table.UnitTotal(u) * members.Value));
            members.Add(table.Count(u, 0));
            persons.Add(table.UnitTotal(u));
        }

        return Math.Clamp(sum.Value / (table.GroupTotal(0) * table.GroupTotal(1)), 0, 1);
    }

    private static double AtkinsonOf(GroupTable table, double b)
    {
        var sum = default(CompensatedSum);
        for (var u = 0; u < table.Units.Count; u++)
        {
            sum.Add(Math.Pow(table.Count(u, 1), 1 - b) * Math.Pow(table.Count(u, 0), b));
        }

        var share = table.GroupTotal(0) / table.GroupTotal(1);
        return Math.Clamp(1 - (share * Math.Pow(sum.Value / table.GroupTotal(0), 1 / (1 - b))), 0, 1);
    }

    private static double SimpsonOf(GroupTable table)
    {
        var sum = default(CompensatedSum);
        for (var g = 0; g < table.Groups.Count; g++)
        {
            var share = table.GroupTotal(g) / table.Total;
            sum.Add(share * (1 - share));
        }

        return sum.Value;
    }
}
