namespace Utanforskap.Contracts.Reading;

/// <summary>
/// Figures of the areas of one division for one reference period: how services hand figures to each other over HTTP, column by column.
/// The three lists are parallel and sorted by <see cref="Areas"/> (ordinal).
/// </summary>
/// <param name="Series">What the figures are: a register's measure, an indicator, or a part of a method's result.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">Area codes, unique, in ordinal order.</param>
/// <param name="Values">The figure, or null where there is none; missing is never zero.</param>
/// <param name="Status">Why there is no figure, or what marks it; <see cref="FigureStatus.Figure"/> for an ordinary one.</param>
public sealed record AreaColumn(
    string Series,
    string Division,
    string Period,
    IReadOnlyList<string> Areas,
    IReadOnlyList<double?> Values,
    IReadOnlyList<FigureStatus> Status);

/// <summary>What stands in a cell. The names follow PxWeb's data symbols.</summary>
public enum FigureStatus
{
    /// <summary>An ordinary figure.</summary>
    Figure = 0,

    /// <summary>A dash: exactly nil by magnitude; the value is 0.</summary>
    Nil = 1,

    /// <summary>One dot: the cell is not applicable.</summary>
    NotApplicable = 2,

    /// <summary>Two dots: not available or suppressed for disclosure control.</summary>
    Missing = 3,

    /// <summary>Three to six dots, or another symbol of the source without a figure.</summary>
    OtherSymbol = 4,

    /// <summary>The area's division is not valid for the period: whatever the source wrote there is not a figure.</summary>
    OutsideDivision = 5,

    /// <summary>The cell was there in an earlier release and is gone.</summary>
    Withdrawn = 6,

    /// <summary>A derived figure that could not be computed, because an input is missing or the denominator is zero.</summary>
    NotComputable = 7,
}

/// <summary>The columns of a release in which cells differ from the release before, with the areas concerned.</summary>
/// <param name="Release">The release's number.</param>
/// <param name="Register">The register's id.</param>
/// <param name="Columns">The changed columns.</param>
public sealed record ReleaseChanges(long Release, string Register, IReadOnlyList<ReleaseChangedColumn> Columns);

/// <summary>One changed column of a release.</summary>
/// <param name="Measure">The measure's id.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Kind">Why it differs.</param>
/// <param name="Areas">The codes of the areas whose cells differ, in ordinal order.</param>
public sealed record ReleaseChangedColumn(string Measure, string Division, string Period, Messages.ChangeKind Kind, IReadOnlyList<string> Areas);

/// <summary>Code and name of an area as the register labels it (trimmed).</summary>
/// <param name="Division">The division's id.</param>
/// <param name="Code">The area's code within the division.</param>
/// <param name="Name">Its name; not a key.</param>
public sealed record NamedArea(string Division, string Code, string Name);

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Cursor or address of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
