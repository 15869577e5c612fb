using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>What a PxWebApi 2 says of itself at <c>/config</c>.</summary>
/// <param name="ApiVersion">E.g. <c>2.2.0</c>.</param>
/// <param name="MaxDataCells">Cells that one call may ask for.</param>
/// <param name="MaxCalls">Calls allowed within <paramref name="Window"/>.</param>
/// <param name="Window">The time window of the call limit.</param>
/// <param name="License">Address of the licence, where stated.</param>
public sealed record SourceConfig(string ApiVersion, int MaxDataCells, int MaxCalls, TimeSpan Window, string? License);

/// <summary>Which tables to list.</summary>
/// <param name="PastDays">Only those updated within so many days, by the source's clock; null for all.</param>
/// <param name="Text">Search text (PxWebApi's <c>query</c>); null for none.</param>
/// <param name="PageSize">Tables asked for in a call.</param>
public sealed record TableQuery(int? PastDays = null, string? Text = null, int PageSize = 1000);

/// <summary>A table in the source's list.</summary>
/// <param name="Id">E.g. <c>TAB6574</c>.</param>
/// <param name="Label">Its title.</param>
/// <param name="Updated">When the source says that it last changed: a hint, never a clock.</param>
/// <param name="FirstPeriod">First reference period, e.g. <c>2020</c>.</param>
/// <param name="LastPeriod">Last reference period.</param>
/// <param name="Discontinued">Whether the source says that nothing more will come.</param>
public sealed record TableSummary(string Id, string Label, DateTimeOffset? Updated, string? FirstPeriod, string? LastPeriod, bool Discontinued);

/// <summary>A table's description.</summary>
/// <param name="Table">Its id.</param>
/// <param name="Label">Its title.</param>
/// <param name="Updated">When the source says that it last changed.</param>
/// <param name="NextUpdate">When the source expects the next change, where it says so.</param>
/// <param name="Dimensions">Its dimensions with all their categories.</param>
/// <param name="Eliminable">Codes of the dimensions that a selection may leave out.</param>
/// <param name="Notes">Footnotes.</param>
public sealed record TableMetadata(
    string Table,
    string Label,
    DateTimeOffset? Updated,
    DateTimeOffset? NextUpdate,
    IReadOnlyList<CubeDimension> Dimensions,
    IReadOnlySet<string> Eliminable,
    IReadOnlyList<string> Notes);

/// <summary>What to read of one dimension.</summary>
/// <param name="Dimension">Its code.</param>
/// <param name="Values">Codes and expressions: <c>*</c>, <c>01*</c>, <c>????</c>, <c>top(n)</c>, <c>bottom(n)</c>, <c>from(x)</c>, <c>to(x)</c>, <c>range(x,y)</c>.</param>
/// <param name="Codelist">A codelist of the source whose codes replace the dimension's own, e.g. <c>vs_RegSO2025</c>.</param>
public sealed record DimensionSelection(string Dimension, IReadOnlyList<string> Values, string? Codelist = null)
{
    /// <summary>Values that the table may lack: they choose nothing then. The others must choose something.</summary>
    public IReadOnlySet<string> MayLack { get; init; } = new HashSet<string>();
}

/// <summary>What to read of a table. A dimension that is not named is left out where the table allows it.</summary>
/// <param name="Dimensions">One entry for each dimension.</param>
public sealed record TableSelection(IReadOnlyList<DimensionSelection> Dimensions)
{
    /// <summary>Every category of every dimension.</summary>
    public static TableSelection Everything { get; } = new([]) { All = true };

    /// <summary>Whether dimensions that are not named are read whole instead of left out.</summary>
    public bool All { get; init; }
}

/// <summary>A table that was read: its cells, and the answers as they came. Dispose it to drop the answers' file.</summary>
/// <param name="Cube">The cells of the selection.</param>
/// <param name="Raw">The answers, compressed.</param>
/// <param name="Calls">How many answers it took.</param>
public sealed record TableReading(StatCube Cube, RawBody Raw, int Calls) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Raw.DisposeAsync();
}
