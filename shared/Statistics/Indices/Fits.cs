using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices;

/// <summary>The parameters that one run found for a series: weights of its parts, and a mapping per step.</summary>
/// <param name="Weights">One weight per part; empty where the series does not combine.</param>
/// <param name="Steps">One per step.</param>
public sealed record SeriesFit(IReadOnlyList<double> Weights, IReadOnlyList<StepFit> Steps);

/// <summary>A step's mapping: one for all areas, or one per group.</summary>
/// <param name="Whole">For all areas; null where the step is fitted within groups.</param>
/// <param name="Groups">By the group's name; empty where it is one for all.</param>
public sealed record StepFit(Mapping? Whole, IReadOnlyDictionary<string, Mapping> Groups);
