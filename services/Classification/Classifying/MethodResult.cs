using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Classifying;

/// <summary>What a method says of the areas of one (division, period).</summary>
/// <param name="Division">The division of the areas that it is about.</param>
/// <param name="Classes">Class numbers; not computable where it cannot be decided. Of a method without classes all are not computable.</param>
/// <param name="Index">Index values over the same areas, or null where the method has none.</param>
/// <param name="Parts">Its other columns over the same areas, by the part's id.</param>
/// <param name="Limits">The limits that cut the index into classes, from the highest; empty where there are none.</param>
internal sealed record MethodResult(
    string Division, Column Classes, Column? Index, IReadOnlyList<KeyValuePair<string, Column>> Parts, IReadOnlyList<double> Limits)
{
    /// <summary>How many areas have no class.</summary>
    public int Unclassified => Classes.Values.Count(double.IsNaN);

    /// <summary>A column of the areas from values; NaN is not computable.</summary>
    public static Column ColumnOf(string[] areas, double[] values) =>
        new(areas, values, Array.ConvertAll(values, value => double.IsNaN(value) ? FigureStatus.NotComputable : FigureStatus.Figure));
}

/// <summary>A result that must not be published. The message is a sentence for the operator.</summary>
internal sealed class RefusedResultException(string message) : Exception(message);
