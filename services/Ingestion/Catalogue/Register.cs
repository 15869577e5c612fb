using System.Runtime.Serialization;
using Utanforskap.Definitions;
using Utanforskap.Geography;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>
/// A register as the catalogue describes it: where its table comes from, which cells are its measures, when releases are expected and what
/// a release may look like. Read from YAML by <see cref="RegisterFile"/>; immutable.
/// </summary>
/// <param name="Id">A slug that names the register everywhere in the system, e.g. <c>population</c>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Country">The country whose divisions its areas belong to (<see cref="Division.Country"/>).</param>
/// <param name="Source">Where the table comes from.</param>
/// <param name="Table">The source's id of the table, e.g. <c>TAB6574</c>.</param>
/// <param name="Selection">PxWebApi expressions per dimension code; a dimension that is not named is read whole.</param>
/// <param name="Levels">Levels of division that every release covers, each by a division valid for the period. Others that come are kept too.</param>
/// <param name="Measures">The register's named figures, in the file's order.</param>
/// <param name="Calendar">When releases are expected and how often to look.</param>
/// <param name="Gates">Limits of the checks.</param>
/// <param name="Attribution">How the source wants to be named.</param>
/// <param name="Licence">Licence of the figures, e.g. <c>CC0-1.0</c>.</param>
public sealed record Register(
    string Id,
    LocalText Title,
    string Country,
    RegisterSource Source,
    string Table,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Selection,
    IReadOnlyList<DivisionLevel> Levels,
    IReadOnlyList<Measure> Measures,
    ReleaseCalendar Calendar,
    GateLimits Gates,
    string Attribution,
    string Licence)
{
    /// <summary>For <see cref="SourceKind.Wfs"/>: the division whose borders these are. Such a register has no measures, and null stands in all others.</summary>
    public BoundaryLayer? Boundaries { get; init; }

    /// <summary>The measure with this id, or null.</summary>
    public Measure? FindMeasure(string id) => Measures.FirstOrDefault(m => m.Id == id);

    /// <summary>The series of a measure in the column store.</summary>
    public string SeriesOf(Measure measure) => $"{Id}/{measure.Id}";
}

/// <summary>Where a register's table comes from.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="Name">The source's name: its address is the setting <c>Sources:NAME:Url</c>.</param>
/// <param name="Path">For <see cref="SourceKind.File"/>: the file's path below the source's address.</param>
/// <param name="Language">Language to ask the source for.</param>
public sealed record RegisterSource(SourceKind Kind, string Name, string? Path, string Language);

/// <summary>How a table comes in.</summary>
public enum SourceKind
{
    /// <summary>Polled over PxWebApi 2.</summary>
    [EnumMember(Value = "pxwebapi")]
    PxWebApi,

    /// <summary>A file at an address, read in full each time.</summary>
    File,

    /// <summary>Borders of a division's areas, polled over WFS 2.0; the table is the layer.</summary>
    Wfs,

    /// <summary>Nothing is polled: someone delivers files.</summary>
    Delivery,
}

/// <summary>What a layer of borders holds.</summary>
/// <param name="Division">The division whose areas it has.</param>
/// <param name="Code">The property with an area's code, with or without the division's suffix.</param>
/// <param name="Name">The property with its name, or null where areas have none.</param>
public sealed record BoundaryLayer(Division Division, string Code, string? Name);

/// <summary>A named figure: one fixed combination of categories of all dimensions but region and time.</summary>
/// <param name="Id">A slug, unique in the register.</param>
/// <param name="Cells">Category code per dimension code.</param>
/// <param name="Kind">What sort of figure it is; sets what is possible and how changes are judged.</param>
/// <param name="Unit">The unit the source must give, or null if it is not checked.</param>
/// <param name="Minimum">Least possible value, or null.</param>
/// <param name="Maximum">Greatest possible value, or null.</param>
/// <param name="Optional">Whether a release may come without it.</param>
public sealed record Measure(
    string Id,
    IReadOnlyDictionary<string, string> Cells,
    MeasureKind Kind,
    string? Unit,
    double? Minimum,
    double? Maximum,
    bool Optional);

/// <summary>What sort of figure a measure is.</summary>
public enum MeasureKind
{
    /// <summary>A number of persons, dwellings …; never negative. Changes are judged by ratio.</summary>
    Count,

    /// <summary>A percentage from 0 to 100. Changes are judged in percentage points.</summary>
    Share,

    /// <summary>A mean or sum in a unit of its own (thousand SEK, days). Changes are judged by ratio.</summary>
    Amount,

    /// <summary>An index in points. Changes are judged in points.</summary>
    Index,

    /// <summary>A class number. Changes are judged in steps and by how many areas move.</summary>
    Class,
}

/// <summary>When releases are expected.</summary>
/// <param name="TimeZone">The zone of the windows' times.</param>
/// <param name="Windows">When to look; empty means always.</param>
/// <param name="Poll">How often to look inside a window.</param>
/// <param name="FullRead">How often to read the table whatever its <c>updated</c> says.</param>
public sealed record ReleaseCalendar(TimeZoneInfo TimeZone, IReadOnlyList<ReleaseWindow> Windows, TimeSpan Poll, TimeSpan FullRead);

/// <summary>
/// A time of the year when a release is expected: on each day from <paramref name="From"/> to <paramref name="To"/>, between two clock times.
/// </summary>
/// <param name="From">First day of the year.</param>
/// <param name="To">Last day; before <paramref name="From"/> if the window goes over the turn of the year.</param>
/// <param name="Opens">Clock time of opening.</param>
/// <param name="Closes">Clock time of closing, the same day.</param>
public sealed record ReleaseWindow(MonthDay From, MonthDay To, TimeOnly Opens, TimeOnly Closes);

/// <summary>A day of any year.</summary>
/// <param name="Month">1–12.</param>
/// <param name="Day">1–31.</param>
public readonly record struct MonthDay(int Month, int Day)
{
    /// <summary>Whether the day lies from one day to another, both included, over the turn of the year if the last comes before the first.</summary>
    public bool IsWithin(MonthDay from, MonthDay to) =>
        from.Number <= to.Number ? Number >= from.Number && Number <= to.Number : Number >= from.Number || Number <= to.Number;

    private int Number => (Month * 100) + Day;
}

/// <summary>Limits of the checks that a release passes. What a register does not set has the default written here.</summary>
/// <param name="MissingAreas">How many areas of a column may be gone against the last release.</param>
/// <param name="MissingFigures">Greatest share of a column's figures that may turn into a symbol without figure.</param>
/// <param name="Changes">Limits on changes per measure; a measure that is not named has its kind's defaults.</param>
/// <param name="Sums">Parts that must agree with their whole.</param>
public sealed record GateLimits(
    int MissingAreas,
    double MissingFigures,
    IReadOnlyDictionary<string, ChangeLimits> Changes,
    IReadOnlyList<SumRule> Sums);

/// <summary>
/// Floors of what counts as implausible, in the unit in which the measure's kind judges changes (logarithm of the ratio, relative difference,
/// percentage points, points or steps). The register's own history raises a limit above its floor, never lowers it.
/// </summary>
/// <param name="Shift">Greatest ordinary move of the middle area.</param>
/// <param name="Spread">Greatest ordinary move, beside the middle area's, of nine areas in ten; for classes the share of areas that move.</param>
/// <param name="Cell">Greatest ordinary move of any one area beside the middle area's.</param>
/// <param name="Factor">How many times its history a move may be.</param>
public sealed record ChangeLimits(double Shift, double Spread, double Cell, double Factor);

/// <summary>Measures that add up.</summary>
/// <param name="Whole">The measure that is the total.</param>
/// <param name="Parts">The measures that are parts of it.</param>
/// <param name="Complete">True if the parts make up the whole; false if they must only not exceed it.</param>
/// <param name="Noise">How far an area may be off, in the measures' unit (rounding, Cell Key Method).</param>
public sealed record SumRule(string Whole, IReadOnlyList<string> Parts, bool Complete, double Noise);
