namespace Utanforskap.Contracts.Reading;

/// <summary>What <c>POST /columns/read</c> asks a service for; it answers with the <see cref="AreaColumn"/>s that it has, in no promised order.</summary>
/// <param name="AsOf">As known at this release's number.</param>
/// <param name="Keys">Which columns; those that have no cell as of the release are left out of the answer.</param>
public sealed record ColumnsRequest(long AsOf, IReadOnlyList<ColumnName> Keys);

/// <summary>Names a column of figures between services.</summary>
/// <param name="Series">A register's measure (<c>register/measure</c>), an indicator's id, or a part of a method's result (<c>method/class</c>).</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
public sealed record ColumnName(string Series, string Division, string Period);

/// <summary>What a release means in Indicators as it stands now, held indicators that have caught up included (<c>GET /releases/{number}</c>).</summary>
/// <param name="Release">The release's number.</param>
/// <param name="RunId">The run's id, as <see cref="Messages.IndicatorsRecalculated"/> told it.</param>
/// <param name="Changes">The indicator columns in which values changed.</param>
public sealed record RecalculatedRelease(long Release, string RunId, IReadOnlyList<ColumnName> Changes);
