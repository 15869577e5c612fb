using Utanforskap.Geography;

namespace Utanforskap.Simulator.Releases;

/// <summary>
/// A whole statistical table as it stands after a release: one cell for each combination of the dimensions' categories, row-major (the last
/// dimension varies fastest), 9 bytes a cell. Never changed once made, so it is shared by all requests.
/// </summary>
/// <param name="Id">E.g. <c>TAB6574</c>.</param>
/// <param name="Label">Title with the periods it covers.</param>
/// <param name="Dimensions">In order; by SCB's custom the contents and the time come last.</param>
/// <param name="Values">The figures; 0 where the status says that there is none.</param>
/// <param name="Status">What stands in each cell, a <see cref="CellStatus"/> as a byte.</param>
public sealed record Table(string Id, string Label, IReadOnlyList<Dimension> Dimensions, double[] Values, byte[] Status)
{
    /// <summary>Who publishes it.</summary>
    public string Source { get; init; } = "SCB";

    /// <summary>Language of its texts.</summary>
    public string Language { get; init; } = "sv";

    /// <summary>Footnotes to the whole table.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it is about, without its dimensions and periods, e.g. <c>Folkmängden</c>; empty: cut from the label.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Whether a client must show the footnotes to the whole table.</summary>
    public bool NotesMandatory { get; init; }

    /// <summary>Name of the documentation page, or null.</summary>
    public string? InfoFile { get; init; }

    /// <summary>Who answers questions.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Decimals that figures are shown with where the contents say nothing else.</summary>
    public int Decimals { get; init; }

    /// <summary>Whether it is official statistics.</summary>
    public bool Official { get; init; } = true;

    /// <summary>Whether it is under copyright.</summary>
    public bool Copyright { get; init; }

    /// <summary>The survey that it comes from, or null.</summary>
    public string? Survey { get; init; }

    /// <summary>Where more can be read, or null.</summary>
    public string? Link { get; init; }

    /// <summary>How often it is updated, in words, or null.</summary>
    public string? UpdateFrequency { get; init; }

    /// <summary>Whether the source has ceased to update it; null if the source does not say.</summary>
    public bool? Discontinued { get; init; }

    /// <summary>When the next release is announced, or null.</summary>
    public DateTimeOffset? NextUpdate { get; init; }

    /// <summary>Code of the subject area, e.g. <c>BE</c>.</summary>
    public string SubjectCode { get; init; } = "BE";

    /// <summary>Name of the subject area.</summary>
    public string SubjectArea { get; init; } = "Befolkning";

    /// <summary>Number of cells.</summary>
    public int Cells => Values.Length;

    /// <summary>The dimension of time, or null.</summary>
    public Dimension? Time => Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Time);

    /// <summary>The dimension of contents, or null.</summary>
    public Dimension? Contents => Dimensions.FirstOrDefault(d => d.Role == DimensionRole.Contents);

    /// <summary>Makes a table after checking that the arrays fit the dimensions.</summary>
    /// <exception cref="InvalidDataException">They do not; the message says how.</exception>
    public static Table Checked(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var cells = table.Dimensions.Aggregate(1L, (product, d) => checked(product * d.Codes.Count));
        if (table.Values.LongLength != cells || table.Status.LongLength != cells)
        {
            throw new InvalidDataException(
                $"{table.Id} has {table.Values.LongLength} values and {table.Status.LongLength} statuses, its dimensions make {cells} cells.");
        }

        return table;
    }
}

/// <summary>What stands in a cell.</summary>
public enum CellStatus : byte
{
    /// <summary>A figure.</summary>
    Figure = 0,

    /// <summary><c>.</c>: not applicable.</summary>
    NotApplicable = 1,

    /// <summary><c>..</c>: not available, or suppressed.</summary>
    NotAvailable = 2,

    /// <summary><c>...</c>: not yet available.</summary>
    NotYet = 3,

    /// <summary><c>-</c>: nil, a zero that the source writes as a symbol.</summary>
    Nil = 4,
}

/// <summary>What a dimension stands for.</summary>
public enum DimensionRole
{
    /// <summary>An ordinary classification such as age or sex.</summary>
    Other,

    /// <summary>Areas.</summary>
    Region,

    /// <summary>Reference periods.</summary>
    Time,

    /// <summary>What is counted or measured.</summary>
    Contents,
}

/// <summary>One dimension of a table.</summary>
/// <param name="Code">E.g. <c>Region</c>, <c>Tid</c>, <c>ContentsCode</c>.</param>
/// <param name="Label">E.g. <c>region</c>.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Codes">Category codes, unique, in the source's order.</param>
/// <param name="Labels">Category labels, parallel to the codes.</param>
public sealed record Dimension(string Code, string Label, DimensionRole Role, IReadOnlyList<string> Codes, IReadOnlyList<string> Labels)
{
    private readonly Lazy<Dictionary<string, int>> _index = new(() => Numbered(Codes));
    private readonly Lazy<IReadOnlyList<DivisionPart>> _divisions = new(() => Role == DimensionRole.Region ? DivisionsOf(Codes) : []);

    /// <summary>Unit of each category, parallel to the codes; of contents only, empty for others.</summary>
    public IReadOnlyList<Unit> Units { get; init; } = [];

    /// <summary>Whether it may be left out of a selection, the answer then being its total.</summary>
    public bool Elimination { get; init; }

    /// <summary>The category that stands for the total when the dimension is left out; null: the sum of all.</summary>
    public string? EliminationCode { get; init; }

    /// <summary>How a client should show categories: <c>code</c>, <c>value</c>, <c>code_value</c> or <c>value_code</c>.</summary>
    public string Show { get; init; } = "value";

    /// <summary>Footnotes to the dimension.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether a client must show the footnotes to the dimension.</summary>
    public bool NotesMandatory { get; init; }

    /// <summary>Footnotes to single categories, by code.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CategoryNotes { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Ids of groupings (<see cref="Codelist"/>) of the source that fit this dimension. Value sets by division need not be named.</summary>
    public IReadOnlyList<string> Codelists { get; init; } = [];

    /// <summary>The divisions that the codes of a region dimension are of, in the order of <see cref="Division.All"/>; found once.</summary>
    public IReadOnlyList<DivisionPart> Divisions => _divisions.Value;

    /// <summary>Place of a category by its code (case ignored), or -1.</summary>
    public int IndexOf(string code) => _index.Value.GetValueOrDefault(code, -1);

    private static Dictionary<string, int> Numbered(IReadOnlyList<string> codes)
    {
        var index = new Dictionary<string, int>(codes.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < codes.Count; i++)
        {
            index.TryAdd(codes[i], i);
        }

        return index;
    }

    private static List<DivisionPart> DivisionsOf(IReadOnlyList<string> codes)
    {
        var places = new Dictionary<string, List<int>>();
        for (var i = 0; i < codes.Count; i++)
        {
            if (Division.Resolve(codes[i]) is { } area)
            {
                (places.TryGetValue(area.Division.Id, out var list) ? list : places[area.Division.Id] = []).Add(i);
            }
        }

        return [.. Division.All.Where(d => places.ContainsKey(d.Id)).Select(d => new DivisionPart(d.Id, places[d.Id]))];
    }
}

/// <summary>The categories of a dimension that are areas of one division.</summary>
/// <param name="Id">The division, e.g. <c>RegSO2020</c>.</param>
/// <param name="Places">Places of the categories, rising.</param>
public sealed record DivisionPart(string Id, IReadOnlyList<int> Places);

/// <summary>Unit of a contents category.</summary>
/// <param name="Name">E.g. <c>antal</c>.</param>
/// <param name="Decimals">Decimals its figures are published with.</param>
public sealed record Unit(string Name, int Decimals)
{
    /// <summary>Stock, Flow, Average or Other.</summary>
    public string MeasuringType { get; init; } = "Stock";

    /// <summary>Current, Fixed or NotApplicable.</summary>
    public string PriceType { get; init; } = "NotApplicable";

    /// <summary>None, SesOnly, WorkOnly or WorkAndSes.</summary>
    public string Adjustment { get; init; } = "None";

    /// <summary>The time that figures refer to, e.g. <c>31 december respektive år</c>, or null.</summary>
    public string? ReferencePeriod { get; init; }

    /// <summary>The period that an index counts from, or null.</summary>
    public string? BasePeriod { get; init; }

    /// <summary>Longer name, or null.</summary>
    public string? AlternativeText { get; init; }
}

/// <summary>Someone who answers questions about a table. A part that is not known is null.</summary>
/// <param name="Name">Person or office.</param>
/// <param name="Organization">Authority.</param>
/// <param name="Phone">Number.</param>
/// <param name="Mail">Address.</param>
/// <param name="Raw">All of it as one text.</param>
public sealed record Contact(string? Name, string? Organization, string? Phone, string? Mail, string? Raw);
