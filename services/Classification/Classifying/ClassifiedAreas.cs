using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics;

namespace Utanforskap.Classification.Classifying;

/// <summary>What a method says of the areas of one (division, period).</summary>
/// <param name="Classes">Class numbers; not computable where an input is missing.</param>
/// <param name="Index">Index values over the same areas, or null where the method has none.</param>
/// <param name="Limits">The limits that cut the index, or null where the method has none.</param>
internal sealed record ClassifiedAreas(Column Classes, Column? Index, DeviationClasses? Limits)
{
    /// <summary>How many areas have no class, since an input is missing.</summary>
    public int Unclassified => Classes.Values.Count(double.IsNaN);
}

/// <summary>A result that must not be published. The message is a sentence for the operator.</summary>
internal sealed class RefusedResultException(string message) : Exception(message);
