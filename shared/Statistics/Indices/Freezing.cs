using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices;

/// <summary>A definition made absolute, and where it disagrees with the base year it was made from.</summary>
/// <param name="Definition">The new definition: no step depends on a population any more, but for ranks that no other series reads.</param>
/// <param name="Differences">Flags and classes of the base year that come out otherwise (through rounding of limits); empty where the list is reproduced exactly.</param>
public sealed record FrozenDefinition(IndexDefinition Definition, IReadOnlyList<FrozenDifference> Differences);

/// <summary>A flag or class that the frozen definition gives otherwise.</summary>
/// <param name="Series">The series.</param>
/// <param name="Area">The area's code.</param>
/// <param name="Relative">What the relative definition gives; null where missing.</param>
/// <param name="Frozen">What the frozen definition gives; null where missing.</param>
public sealed record FrozenDifference(string Series, string Area, double? Relative, double? Frozen);

/// <summary>
/// Freezes a relative definition at a base year: every parameter that the base year's population set becomes part of a new definition, so that later years are
/// measured by the same limits. What an indicator itself is relative to (low economic standard to each year's median) stays relative, and its note says so.
/// </summary>
public static class Freezing
{
    /// <summary>Freezes the definition of a run.</summary>
    /// <param name="run">The base year's run.</param>
    /// <param name="id">The new definition's id.</param>
    /// <param name="baseName">The base year, for the new definition's text.</param>
    /// <param name="decimals">Limits and class limits are rounded to so many decimals; null: not at all.</param>
    /// <exception cref="IndexException">A step cannot be made absolute, such as a rank.</exception>
    public static FrozenDefinition Freeze(IndexRun run, string id, string baseName, int? decimals = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        var definition = run.Definition;
        var frozen = definition with
        {
            Id = id,
            Version = "1.0.0",
            Reference = $"{definition.Id} {definition.Version}, frozen at {baseName}{(definition.Reference is { } source ? $". {source}" : "")}",
            Series = [.. definition.Series.Select(series => Freeze(series, run.Fits[series.Id], decimals, isRead: definition.Series.Any(other => other.Origin.Sources.Contains(series.Id))))],

            // Ranges of choice are in the units of the relative limits: they have to be stated anew.
            Certainty = definition.Certainty is { } certainty && (certainty.Precision.Count > 0 || certainty.Chance is not null) ? certainty with { Choice = null } : null,
        };
        var again = IndexComputation.ComputeFrom(frozen, run.Figures, frozen.Inputs.ToDictionary(input => input.Id, input => run.Values[input.Id]));
        var differences = new List<FrozenDifference>();
        foreach (var series in definition.Series.Where(series => series.IsFlag || series.IsClass))
        {
            for (var area = 0; area < run.Figures.Areas.Count; area++)
            {
                var (relative, absolute) = (run[series.Id][area], again[series.Id][area]);
                if (!relative.Equals(absolute))
                {
                    differences.Add(new FrozenDifference(series.Id, run.Figures.Areas[area], Known(relative), Known(absolute)));
                }
            }
        }

        return new FrozenDefinition(frozen, differences);
    }

    private static Series Freeze(Series series, SeriesFit fit, int? decimals, bool isRead) => series with
    {
        Origin = series.Origin is Combination { Weighting: not Weighting.Given } combination
            ? combination with { Weighting = Weighting.Given, DropLoadingsBelow = 0, Parts = [.. combination.Parts.Select((part, i) => part with { Weight = fit.Weights[i] })] }
            : series.Origin,
        Steps = [.. series.Steps.Select((step, i) => IsOrderOnly(series, i, isRead) ? step : Freeze(series, step, fit.Steps[i], decimals))],
    };

    /// <summary>A rank at the end, which nothing reads, sets no limit: it goes on telling the order of each year's areas.</summary>
    private static bool IsOrderOnly(Series series, int step, bool isRead) => !isRead && step == series.Steps.Count - 1 && series.Steps[step] is Rank;

    private static Step Freeze(Series series, Step step, StepFit fit, int? decimals)
    {
        if (fit.Whole is not { } mapping)
        {
            throw new IndexException($"series \"{series.Id}\", {step.Name}: it is fitted within {step.Within}, so there is no one absolute form.");
        }

        var frozen = mapping.Frozen
            ?? throw new IndexException($"series \"{series.Id}\", {step.Name}: it stays relative by nature; freeze limits on the values before it instead.");
        return (frozen, decimals) switch
        {
            (Limit { Value: { } limit } one, { } digits) => one with { Value = Round.To(limit, digits, MidpointRounding.AwayFromZero) },
            (Classes classes, { } digits) => classes with { Cuts = [.. classes.Cuts.Select(cut => Round.To(cut, digits, MidpointRounding.AwayFromZero))] },
            _ => frozen,
        };
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
