using System.Runtime.Serialization;
using System.Text.RegularExpressions;

namespace Utanforskap.Geography;

/// <summary>How fine a division is, from small areas to the nation.</summary>
public enum DivisionLevel
{
    /// <summary>Demographic statistical areas (DeSO), about 6,000.</summary>
    [EnumMember(Value = "DeSO")]
    DeSO,

    /// <summary>Regional statistical areas (RegSO), about 3,400, each of whole DeSO.</summary>
    [EnumMember(Value = "RegSO")]
    RegSO,

    /// <summary>Municipalities.</summary>
    Municipality,

    /// <summary>Counties.</summary>
    County,

    /// <summary>The whole country.</summary>
    Nation,
}

/// <summary>
/// A division of a country into areas, valid for some reference years. The same code can mean other borders in another division, so an area is
/// always (division, code). Equality is by <see cref="Id"/>.
/// </summary>
public sealed partial class Division : IEquatable<Division>
{
    private readonly Regex _code;

    private Division(string id, DivisionLevel level, string country, int? firstYear, int? lastYear, string suffix, Regex code, bool invented = false)
    {
        (Id, Level, Country, FirstYear, LastYear, Suffix, _code, IsInvented) = (id, level, country, firstYear, lastYear, suffix, code, invented);
    }

    /// <summary>E.g. <c>RegSO2020</c>.</summary>
    public string Id { get; }

    /// <summary>How fine it is.</summary>
    public DivisionLevel Level { get; }

    /// <summary><c>sweden</c>, or <c>alvmark</c>, the simulator's made-up country.</summary>
    public string Country { get; }

    /// <summary>Whether the country does not exist: all figures of its areas are made up, and whoever is shown them is told so.</summary>
    public bool IsInvented { get; }

    /// <summary>First reference year, or null if there is no first.</summary>
    public int? FirstYear { get; }

    /// <summary>Last reference year, or null while it is in use.</summary>
    public int? LastYear { get; }

    /// <summary>What sources add to an area's code to tell the division, e.g. <c>_RegSO2025</c>; empty for the first division of its kind.</summary>
    public string Suffix { get; }

    /// <summary>The division of the same level whose years end where this one's begin, or null.</summary>
    public Division? Predecessor => FirstYear is { } first ? Kin.FirstOrDefault(d => d.LastYear == first - 1) : null;

    /// <summary>The division of the same level whose years begin where this one's end, or null.</summary>
    public Division? Successor => LastYear is { } last ? Kin.FirstOrDefault(d => d.FirstYear == last + 1) : null;

    /// <summary>The finest division of the same country that is valid for the same years, or null if this is the finest.</summary>
    public Division? Finest => All.FirstOrDefault(
        d => d.Country == Country && d.Level == DivisionLevel.DeSO && d.Level < Level && d.FirstYear == FirstYear && d.LastYear == LastYear);

    /// <summary>The code of a nation's one area, e.g. <c>00</c>; null for divisions of many areas.</summary>
    public string? OnlyCode { get; private init; }

    /// <summary>All divisions that the system knows.</summary>
    public static IReadOnlyList<Division> All { get; } =
    [
        new("DeSO2018", DivisionLevel.DeSO, "sweden", null, 2023, "", SwedishDeSO()),
        new("DeSO2025", DivisionLevel.DeSO, "sweden", 2024, null, "_DeSO2025", SwedishDeSO()),
        new("RegSO2020", DivisionLevel.RegSO, "sweden", null, 2023, "", SwedishRegSO()),
        new("RegSO2025", DivisionLevel.RegSO, "sweden", 2024, null, "_RegSO2025", SwedishRegSO()),
        new("Municipality", DivisionLevel.Municipality, "sweden", null, null, "", SwedishMunicipality()),
        new("County", DivisionLevel.County, "sweden", null, null, "", SwedishCounty()),
        new("Nation", DivisionLevel.Nation, "sweden", null, null, "", Nation()) { OnlyCode = "00" },
        new("AlvDel2018", DivisionLevel.DeSO, "alvmark", null, 2022, "", AlvmarkDel(), invented: true),
        new("AlvDel2023", DivisionLevel.DeSO, "alvmark", 2023, null, "_AlvDel2023", AlvmarkDel(), invented: true),
        new("AlvReg2018", DivisionLevel.RegSO, "alvmark", null, 2022, "", AlvmarkReg(), invented: true),
        new("AlvReg2023", DivisionLevel.RegSO, "alvmark", 2023, null, "_AlvReg2023", AlvmarkReg(), invented: true),
        new("AlvMunicipality", DivisionLevel.Municipality, "alvmark", null, null, "", AlvmarkMunicipality(), invented: true),
        new("AlvCounty", DivisionLevel.County, "alvmark", null, null, "", AlvmarkCounty(), invented: true),
        new("AlvNation", DivisionLevel.Nation, "alvmark", null, null, "", AlvmarkNation(), invented: true) { OnlyCode = "ALV" },
    ];

    private IEnumerable<Division> Kin => All.Where(d => d.Country == Country && d.Level == Level);

    /// <summary>The division with this id (case ignored), or null.</summary>
    public static Division? Find(string id) => All.FirstOrDefault(d => d.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Which area a source's region code means: <c>0114R001_RegSO2025</c> is 0114R001 of RegSO2025, and <c>0114R001</c> is of RegSO2020,
    /// whatever period it stands beside. Null if no division has such a code.
    /// </summary>
    public static AreaCode? Resolve(string regionCode)
    {
        ArgumentNullException.ThrowIfNull(regionCode);
        var trimmed = regionCode.Trim();
        foreach (var division in All)
        {
            if (division.Suffix.Length == 0
                ? division._code.IsMatch(trimmed)
                : trimmed.EndsWith(division.Suffix, StringComparison.Ordinal) && division._code.IsMatch(trimmed[..^division.Suffix.Length]))
            {
                return new AreaCode(division, trimmed[..^division.Suffix.Length]);
            }
        }

        return null;
    }

    /// <summary>Whether figures of this reference period are published on this division. Periods begin with a four-digit year.</summary>
    public bool IsValidFor(string period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return period.Length >= 4 && int.TryParse(period.AsSpan(0, 4), out var year)
            && (FirstYear is null || year >= FirstYear) && (LastYear is null || year <= LastYear);
    }

    /// <summary>Whether the text has the form of an area code of this division (without suffix).</summary>
    public bool IsCode(string code) => _code.IsMatch(code);

    /// <inheritdoc/>
    public bool Equals(Division? other) => other is not null && other.Id == Id;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Division);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"^(?!00)[0-9]{4}[ABC][0-9]{4}\z")]
    private static partial Regex SwedishDeSO();

    [GeneratedRegex(@"^(?!00)[0-9]{4}R[0-9]{3}\z")]
    private static partial Regex SwedishRegSO();

    [GeneratedRegex(@"^(?!00)[0-9]{4}\z")]
    private static partial Regex SwedishMunicipality();

    [GeneratedRegex(@"^(?!00)[0-9]{2}\z")]
    private static partial Regex SwedishCounty();

    [GeneratedRegex(@"^00\z")]
    private static partial Regex Nation();

    [GeneratedRegex(@"^[A-Z][0-9]{3}[ABC][0-9]{4}\z")]
    private static partial Regex AlvmarkDel();

    [GeneratedRegex(@"^[A-Z][0-9]{3}R[0-9]{3}\z")]
    private static partial Regex AlvmarkReg();

    [GeneratedRegex(@"^[A-Z][0-9]{3}\z")]
    private static partial Regex AlvmarkMunicipality();

    [GeneratedRegex(@"^[A-Z][0-9]\z")]
    private static partial Regex AlvmarkCounty();

    [GeneratedRegex(@"^ALV\z")]
    private static partial Regex AlvmarkNation();
}
