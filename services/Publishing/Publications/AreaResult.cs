namespace Utanforskap.Publishing.Publications;

/// <summary>
/// A published result of an area, as known from one publication (inclusive) until another (exclusive). Nothing is overwritten: a new result closes
/// the row and adds one, so a read as of any publication is the rows with <c>since &lt;= sequence &lt; until</c>.
/// </summary>
public sealed class AreaResult
{
    public required string Method { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    public required string Area { get; init; }

    /// <summary>Sequence of the publication that brought it.</summary>
    public required long Since { get; init; }

    /// <summary>Sequence of the publication that replaced it, or <see cref="StillValid"/>.</summary>
    public long Until { get; init; } = StillValid;

    /// <summary>Class number, or null where the area could not be classified.</summary>
    public required int? Class { get; init; }

    /// <summary>Unrounded index, or null where the method has none.</summary>
    public required double? Index { get; init; }

    public required double? Population { get; init; }

    /// <summary>Specific needs as <see cref="NeedList"/> writes them; null where the method tells none.</summary>
    public required string? Needs { get; init; }

    public const long StillValid = long.MaxValue;
}

/// <summary>An area's name as published, versioned as results are.</summary>
public sealed class AreaName
{
    public required string Division { get; init; }

    public required string Area { get; init; }

    public required long Since { get; init; }

    public long Until { get; init; } = AreaResult.StillValid;

    public required string Name { get; init; }
}

/// <summary>What a publication changed for an area: the row of its change list.</summary>
public sealed class AreaChange
{
    public required long Sequence { get; init; }

    public required string Method { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    /// <summary>Of a new period: the period that it is compared with.</summary>
    public required string? PreviousPeriod { get; init; }

    public required string Area { get; init; }

    public required int? ClassBefore { get; init; }

    public required int? ClassAfter { get; init; }

    public required double? IndexBefore { get; init; }

    public required double? IndexAfter { get; init; }

    /// <summary>The <see cref="Kind"/> of a row that compares what was never published one after the other; such rows are answered with, never stored.</summary>
    public const string NoKind = "";

    /// <summary>One of <see cref="ChangeKinds"/>, never the baseline, or <see cref="NoKind"/>.</summary>
    public required string Kind { get; init; }

    public required string? NeedsBefore { get; init; }

    public required string? NeedsAfter { get; init; }

    /// <summary>One of <see cref="ChangeCauses"/>; null where it is not known.</summary>
    public required string? Cause { get; init; }

    /// <summary>The <see cref="ChangeExplanation"/> as wire JSON; null where nothing is known.</summary>
    public required string? Explanation { get; init; }
}
