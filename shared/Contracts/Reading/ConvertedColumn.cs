namespace Utanforskap.Contracts.Reading;

/// <summary>
/// An indicator's figures converted from one division to another (<c>GET /indicators/{id}/converted</c>): counts shared out with their total conserved, shares rebuilt
/// from converted counts.
/// </summary>
/// <param name="ConvertedFrom">Id of the division that the figures are on in the registers.</param>
/// <param name="WeightedBy">Id of the finer division whose residents counts were shared out by; null if it was by surface.</param>
/// <param name="BySurface">Areas before that were shared out by surface all the same, or for want of anything better.</param>
/// <param name="Estimated">Areas after whose figure holds a part of an area's count, by code; the others' are sums of whole areas, and exact.</param>
/// <param name="Column">The figures, on the division after.</param>
public sealed record ConvertedColumn(
    string ConvertedFrom, string? WeightedBy, IReadOnlyList<string> BySurface, IReadOnlyList<string> Estimated, AreaColumn Column);
