namespace Utanforskap.Contracts.Reading;

/// <summary>What <c>POST /explanations</c> asks Classification: why one result of a method differs from another.</summary>
/// <param name="Method">The method's id.</param>
/// <param name="Before">The earlier result.</param>
/// <param name="After">The later result.</param>
public sealed record ExplanationRequest(string Method, ResultPlace Before, ResultPlace After);

/// <summary>A (division, period) of a method as known at a release.</summary>
public sealed record ResultPlace(string Division, string Period, long Release);

/// <summary>Why results differ.</summary>
/// <param name="Causes">What a change of index is split into: the inputs' indicators (an input's id where it reads several), <c>renormalisation</c> (others moved what it is scaled by), <c>definition</c>; empty where the method has no index that can be split.</param>
/// <param name="Inputs">What the two results were computed from.</param>
/// <param name="Areas">The areas in both whose class, index or need differs, or whose class only moved limits kept; in code order.</param>
/// <param name="Unexplained">Why nothing can be said of causes, in words; null where it can.</param>
public sealed record Explanation(
    IReadOnlyList<string> Causes, IReadOnlyList<InputChange> Inputs, IReadOnlyList<AreaExplanation> Areas, string? Unexplained);

/// <summary>An input of two results.</summary>
/// <param name="Indicator">The indicator's id.</param>
/// <param name="Before">The period of its figures in the earlier result; null: none.</param>
/// <param name="After">The period of its figures in the later result; null: none.</param>
/// <param name="CaughtUp">Whether a value that had been carried forward was replaced by a newer one.</param>
public sealed record InputChange(string Indicator, string? Before, string? After, bool CaughtUp);

/// <summary>Why an area's result differs.</summary>
/// <param name="Area">Its code.</param>
/// <param name="Parts">Its change of index, split into the causes in their order; the parts sum to the change. Empty where it is not comparable.</param>
/// <param name="Cause">What made the class what it is; null where it is not comparable.</param>
/// <param name="OwnNew">Its class by its own later figures under the earlier limits and definition.</param>
/// <param name="LimitsNew">Its class by its own earlier figures under limits that the later figures of all areas set by the earlier definition.</param>
/// <param name="CaughtUp">Whether something of its change comes from a value that replaced one that had been carried forward.</param>
/// <param name="NotComparable">Why causes cannot be told, in words; null where they can.</param>
public sealed record AreaExplanation(
    string Area, IReadOnlyList<double> Parts, ChangeCause? Cause, int? OwnNew, int? LimitsNew, bool CaughtUp, string? NotComparable)
{
    /// <summary>Its class by all earlier figures under the later definition; null where the definition is the same.</summary>
    public int? MethodNew { get; init; }

    /// <summary>Its class by all later figures under the earlier definition; null where the definition is the same.</summary>
    public int? FiguresNew { get; init; }

    /// <summary>Why needs differ, by need, of those that differ and are known in both; empty where none does.</summary>
    public IReadOnlyList<NeedCause> Needs { get; init; } = [];
}

/// <summary>Why a specific need came or went.</summary>
/// <param name="Need">The need's id, e.g. <c>crime</c>.</param>
/// <param name="Cause">Own, relative, both-needed, either-suffices or method.</param>
public sealed record NeedCause(string Need, ChangeCause Cause);

/// <summary>What made an area's class what it is. A class is a step and is not split: it is computed with only one thing new at a time.</summary>
public enum ChangeCause
{
    /// <summary>The class and both of the others are as before: only the index or a need differs.</summary>
    Unchanged,

    /// <summary>The area's own figures alone would have changed it, moved limits alone would not.</summary>
    Own,

    /// <summary>Moved limits alone would have changed it, its own figures alone would not: it changed because others did.</summary>
    Relative,

    /// <summary>Neither alone would have changed it; of results by two definitions also: neither the figures alone nor the definition alone.</summary>
    BothNeeded,

    /// <summary>Either alone would have changed it; of results by two definitions: the figures alone, and the definition alone.</summary>
    EitherSuffices,

    /// <summary>The class is as before, though the area's own figures alone would have changed it: moved limits hid that.</summary>
    Masked,

    /// <summary>By the earlier definition all later figures together would have left it as it was, and the later definition alone would have changed it.</summary>
    Method,
}
