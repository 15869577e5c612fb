namespace Utanforskap.Console.Verifying;

/// <summary>A publication as the public API lists it (what is used of it here).</summary>
internal sealed record ListedPublication(string Id, string Method, string Version, long Sequence);

/// <summary>A page of publications, newest first.</summary>
internal sealed record PublicationPage(IReadOnlyList<ListedPublication> Items, string? Next);

/// <summary>What verifying a publication found (what is used of it here).</summary>
/// <param name="Outcome">verified, differs or not-recomputable.</param>
/// <param name="State">What is wrong with the hash of the whole state; null if nothing is.</param>
internal sealed record VerifiedPublication(
    string Publication,
    string Method,
    string Version,
    string Outcome,
    bool Verified,
    string Engine,
    double Seconds,
    IReadOnlyList<VerifiedColumn> Columns,
    IReadOnlyList<VerifiedIndicators> Indicators,
    string? State);

/// <summary>A (division, period) that was computed again.</summary>
/// <param name="Outcome">equal-bytes, equal-values, differs or not-recomputable.</param>
internal sealed record VerifiedColumn(
    string Division, string Period, long Release, int MethodVersion, string Engine, string Outcome, int Areas, IReadOnlyList<DifferingCell> Cells, IReadOnlyList<string> Reasons);

/// <summary>A value of an area that differs.</summary>
internal sealed record DifferingCell(string Area, string Part, double? Published, double? Recomputed);

/// <summary>Indicators' columns that were computed again as of a release.</summary>
internal sealed record VerifiedIndicators(long Release, int Columns, IReadOnlyList<DifferingIndicator> Differing, string? Problem);

/// <summary>An indicator's column that comes out otherwise than it is kept.</summary>
internal sealed record DifferingIndicator(string Series, string Division, string Period, int Areas, string First);
