namespace Utanforskap.Geography;

/// <summary>An area: a code within a division. Ordered by division id, then code, both ordinal.</summary>
/// <param name="Division">The division.</param>
/// <param name="Code">The code without suffix, e.g. <c>0114R001</c>.</param>
public readonly record struct AreaCode(Division Division, string Code) : IComparable<AreaCode>
{
    /// <summary>Code of the municipality that the area lies in (the first four characters), or null above that level.</summary>
    public string? Municipality => Division.Level <= DivisionLevel.Municipality ? Code[..4] : null;

    /// <summary>Code of the county that the area lies in (the first two characters), or null for the nation.</summary>
    public string? County => Division.Level <= DivisionLevel.County ? Code[..2] : null;

    /// <summary>Code of the area of a larger division of the same country that it lies in: a municipality, a county or the nation.</summary>
    /// <param name="larger">The larger division.</param>
    /// <exception cref="ArgumentOutOfRangeException">The division is none of these levels: a code does not tell it.</exception>
    public string Within(Division larger)
    {
        ArgumentNullException.ThrowIfNull(larger);
        return larger.Level switch
        {
            DivisionLevel.Municipality when Municipality is { } municipality => municipality,
            DivisionLevel.County when County is { } county => county,
            DivisionLevel.Nation => larger.OnlyCode!,
            _ => throw new ArgumentOutOfRangeException(nameof(larger), larger.Id, "The code of an area tells its municipality, county and nation only."),
        };
    }

    /// <inheritdoc/>
    public int CompareTo(AreaCode other)
    {
        var byDivision = string.CompareOrdinal(Division.Id, other.Division.Id);
        return byDivision != 0 ? byDivision : string.CompareOrdinal(Code, other.Code);
    }

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(AreaCode left, AreaCode right) => left.CompareTo(right) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(AreaCode left, AreaCode right) => left.CompareTo(right) > 0;

    /// <summary>Whether one comes before the other or is it.</summary>
    public static bool operator <=(AreaCode left, AreaCode right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one comes after the other or is it.</summary>
    public static bool operator >=(AreaCode left, AreaCode right) => left.CompareTo(right) >= 0;

    /// <summary>E.g. <c>RegSO2020/0114R001</c>.</summary>
    public override string ToString() => $"{Division.Id}/{Code}";
}
