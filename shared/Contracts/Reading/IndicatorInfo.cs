namespace Utanforskap.Contracts.Reading;

/// <summary>An indicator as Indicators offers it (<c>GET /indicators</c>).</summary>
/// <param name="Id">E.g. <c>share-born-abroad</c>.</param>
/// <param name="Version">The definition's version.</param>
/// <param name="Title">Swedish title.</param>
/// <param name="TitleEn">English title.</param>
/// <param name="Unit">Swedish unit, e.g. <c>procent</c>.</param>
/// <param name="UnitEn">English unit, e.g. <c>per cent</c>.</param>
/// <param name="Direction">What a higher value means.</param>
/// <param name="Level">The level that it is computed on, e.g. <c>RegSO</c>; the division follows from the figures.</param>
/// <param name="RollUp">Whether it is also given for municipalities, counties and the nation (as ratio of sums).</param>
/// <param name="Inputs">The measures that it reads, <c>register/measure</c>.</param>
/// <param name="Held">Why it is not computed until an operator acts; null in order.</param>
public sealed record IndicatorInfo(
    string Id,
    int Version,
    string Title,
    string TitleEn,
    string Unit,
    string UnitEn,
    IndicatorDirection Direction,
    string Level,
    bool RollUp,
    IReadOnlyList<string> Inputs,
    string? Held);

/// <summary>What a higher value of an indicator means.</summary>
public enum IndicatorDirection
{
    /// <summary>Nothing by itself; context.</summary>
    Neutral,

    /// <summary>Worse conditions.</summary>
    HigherIsWorse,

    /// <summary>Better conditions.</summary>
    HigherIsBetter,
}

/// <summary>A stored column that comes out otherwise when it is computed again from its lineage.</summary>
/// <param name="Series">What the figures are.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Areas">How many areas differ.</param>
/// <param name="First">The first of them.</param>
public sealed record RecomputedDifference(string Series, string Division, string Period, int Areas, string First);
