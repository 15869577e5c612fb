namespace Utanforskap.Simulator.Releases;

/// <summary>Where the simulated statistics come from: releases in time order, and what belongs to them.</summary>
public interface ISource
{
    /// <summary>One phrase for logs and health, e.g. the folder.</summary>
    string Name { get; }

    /// <summary>All releases, by time and then by table id.</summary>
    IReadOnlyList<Release> Releases { get; }

    /// <summary>Groupings and value sets beside those that follow from the divisions of region codes.</summary>
    IReadOnlyList<Codelist> Codelists { get; }

    /// <summary>Boundaries by WFS layer name, e.g. <c>stat:RegSO_2020</c>.</summary>
    IReadOnlyDictionary<string, BoundaryLayer> Boundaries { get; }
}

/// <summary>One release: from this time on the table stands like this.</summary>
/// <param name="TableId">E.g. <c>TAB6574</c>.</param>
/// <param name="Released">When, UTC.</param>
/// <param name="Load">Makes the whole table as it stands after this release. The same table each time; the caller keeps it as long as needed.</param>
public sealed record Release(string TableId, DateTimeOffset Released, Func<Table> Load);

/// <summary>A value set (which codes) or an aggregation (which codes make which group).</summary>
/// <param name="Id">E.g. <c>vs_RegSO2020</c>, <c>agg_Län</c>.</param>
/// <param name="Label">E.g. <c>RegSO 2020</c>.</param>
/// <param name="IsAggregation">Whether its values are groups of categories.</param>
/// <param name="Values">In order.</param>
public sealed record Codelist(string Id, string Label, bool IsAggregation, IReadOnlyList<CodelistValue> Values);

/// <summary>A value of a codelist.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Label">Its label.</param>
/// <param name="Members">The categories of the table that it stands for; itself, in a value set.</param>
public sealed record CodelistValue(string Code, string Label, IReadOnlyList<string> Members);

/// <summary>A layer of boundaries.</summary>
/// <param name="Srid">Coordinate reference system of the coordinates, e.g. 3006 (EPSG).</param>
/// <param name="Features">Makes its areas.</param>
public sealed record BoundaryLayer(int Srid, Func<IReadOnlyList<BoundaryFeature>> Features)
{
    /// <summary>The layer is there once a release of this time or later is out; null for one that always is.</summary>
    public DateTimeOffset? From { get; init; }
}

/// <summary>One area with its border.</summary>
/// <param name="Id">Feature id, e.g. <c>RegSO_2020.1</c>.</param>
/// <param name="Properties">Texts and numbers about it, in order; names as the source's WFS has them.</param>
/// <param name="Polygons">Polygons, each of rings (the first is the outer), each of closed coordinate pairs x0, y0, x1, y1, …</param>
public sealed record BoundaryFeature(
    string Id,
    IReadOnlyList<KeyValuePair<string, object?>> Properties,
    IReadOnlyList<IReadOnlyList<double[]>> Polygons);
