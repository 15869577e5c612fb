namespace Utanforskap.Contracts.Reading;

/// <summary>What <c>POST /what-if</c> asks Classification: what a method would say of a (division, period) of a release if its definition were another one. Nothing is stored.</summary>
/// <param name="Method">The method's id.</param>
/// <param name="Division">The division's id.</param>
/// <param name="Period">The reference period.</param>
/// <param name="Release">As of which release.</param>
/// <param name="Changes">What to change in its definition; null with a definition.</param>
/// <param name="Definition">A whole method as YAML instead; null with changes.</param>
public sealed record WhatIfRequest(string Method, string Division, string Period, long Release, IReadOnlyList<WhatIfChange>? Changes, string? Definition);

/// <summary>One change of a definition.</summary>
/// <param name="Parameter"><c>weight.SERIES.PART</c>, <c>limit.SERIES</c> or <c>count.SERIES</c>.</param>
/// <param name="Value">A number; for limits between classes numbers with commas between.</param>
public sealed record WhatIfChange(string Parameter, string Value);

/// <summary>What would differ.</summary>
/// <param name="Method">The method's id.</param>
/// <param name="Version">The version of its definition that the result before comes from.</param>
/// <param name="Classes">Areas by class, before and after, in class order; those without a class last, if there are any.</param>
/// <param name="LimitsBefore">The limits that cut the index into classes, from the highest; empty where there are none.</param>
/// <param name="LimitsAfter">The same after.</param>
/// <param name="Inputs">The figures that the result after is computed from.</param>
/// <param name="Areas">The areas whose class, index or needs differ, in code order.</param>
public sealed record WhatIfAnswer(
    string Method,
    int Version,
    IReadOnlyList<WhatIfClass> Classes,
    IReadOnlyList<double> LimitsBefore,
    IReadOnlyList<double> LimitsAfter,
    IReadOnlyList<UsedInput> Inputs,
    IReadOnlyList<WhatIfArea> Areas);

/// <summary>How many areas have a class.</summary>
/// <param name="Class">Its number; null: no class.</param>
/// <param name="Before">Areas by the method as it is.</param>
/// <param name="After">Areas by the changed one.</param>
public sealed record WhatIfClass(int? Class, int Before, int After);

/// <summary>An area that differs.</summary>
/// <param name="Area">Its code.</param>
/// <param name="ClassBefore">Its class by the method as it is; null where it has none.</param>
/// <param name="ClassAfter">Its class by the changed one.</param>
/// <param name="IndexBefore">Its index by the method as it is; null where it has none.</param>
/// <param name="IndexAfter">Its index by the changed one.</param>
/// <param name="NeedsBefore">Its specific needs by the method as it is; null where that tells none.</param>
/// <param name="NeedsAfter">Its specific needs by the changed one.</param>
public sealed record WhatIfArea(
    string Area, int? ClassBefore, int? ClassAfter, double? IndexBefore, double? IndexAfter, WhatIfNeeds? NeedsBefore, WhatIfNeeds? NeedsAfter)
{
    /// <summary>Whether its class or a need would be another one, and not its index alone.</summary>
    public bool IsTold => ClassBefore != ClassAfter || !WhatIfNeeds.AreEqual(NeedsBefore, NeedsAfter);
}

/// <summary>An area's specific needs.</summary>
/// <param name="Yes">Ids of those that it has.</param>
/// <param name="Open">Ids of those that cannot be decided, since a figure is missing.</param>
public sealed record WhatIfNeeds(IReadOnlyList<string> Yes, IReadOnlyList<string> Open)
{
    /// <summary>Whether two are the same needs.</summary>
    public static bool AreEqual(WhatIfNeeds? a, WhatIfNeeds? b) =>
        a is null || b is null ? a is null && b is null : a.Yes.SequenceEqual(b.Yes) && a.Open.SequenceEqual(b.Open);
}
