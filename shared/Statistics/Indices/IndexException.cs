namespace Utanforskap.Statistics.Indices;

/// <summary>Figures that an index cannot be computed from. The message names series, step and area, and what can be done.</summary>
public sealed class IndexException(string message) : Exception(message);
