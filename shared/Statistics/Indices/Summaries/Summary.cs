namespace Utanforskap.Statistics.Indices.Summaries;

/// <summary>Results for a higher level, such as districts: one row per group of areas, one column per measure.</summary>
/// <param name="Id">Its name.</param>
/// <param name="By">The column that tells each area's group.</param>
/// <param name="Population">An input that weighs the areas; null: areas count the same.</param>
/// <param name="Measures">What is told of each group, in order.</param>
public sealed record Summary(string Id, string By, string? Population, IReadOnlyList<Measure> Measures);

/// <summary>What a measure tells of the areas of a group.</summary>
public enum MeasureKind
{
    /// <summary>The mean, weighted by the population where there is one (average score, average rank).</summary>
    Average,

    /// <summary>The sum of the values.</summary>
    Sum,

    /// <summary>How many areas have a value; for flags, how many are 1.</summary>
    Count,

    /// <summary>The share of areas whose rank lies within the first <see cref="Measure.Share"/> of all areas (the English "proportion": 0.1).</summary>
    Proportion,

    /// <summary>
    /// The share of the population that lives in the most deprived areas, sliding: areas count wholly to the 10th percentile of the rank, then from 0.95 (11th)
    /// by equal steps to 0.05 (30th), then not (English Indices of Deprivation, "extent").
    /// </summary>
    Extent,

    /// <summary>The population-weighted mean rank of the group's most deprived areas that hold a tenth of its population ("local concentration").</summary>
    Concentration,

    /// <summary>The group's rank by another measure of the same summary (<see cref="Measure.Of"/>), 1 the highest, ties the lowest.</summary>
    Rank,
}

/// <summary>One measure of a summary.</summary>
/// <param name="Id">The column's name.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Of">The series it reads: ranks (1 the most deprived) for proportion, extent and concentration; a measure before it for a rank.</param>
/// <param name="Share">The share of all areas (proportion) or of the population (concentration); from 0 to 1.</param>
public sealed record Measure(string Id, MeasureKind Kind, string Of, double Share = 0.1)
{
    /// <summary>For proportion, extent and concentration: the highest rank is the most deprived, as where ranks are published turned round.</summary>
    public bool HighestFirst { get; init; }
}

/// <summary>A summary's table.</summary>
/// <param name="Groups">The groups, in the ordinal order of their names.</param>
/// <param name="Columns">By measure: one value per group; NaN where none of its areas has one.</param>
public sealed record SummaryTable(IReadOnlyList<string> Groups, IReadOnlyList<KeyValuePair<string, double[]>> Columns);

/// <summary>Computes summaries of a run.</summary>
public static class Summarising
{
    private const int LastWholePercentile = 10;
    private const int LastPercentile = 30;

    /// <summary>The table of a summary. Areas without a value, or without a group, are left out.</summary>
    public static SummaryTable Of(IndexRun run, Summary summary)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(summary);
        var groupOf = run.Figures.Groups(summary.By)!;
        var groups = groupOf.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var placeOf = groups.Index().ToDictionary(group => group.Item, group => group.Index, StringComparer.Ordinal);
        var members = Array.ConvertAll(groups, _ => new List<int>());
        for (var area = 0; area < groupOf.Length; area++)
        {
            if (groupOf[area].Length > 0)
            {
                members[placeOf[groupOf[area]]].Add(area);
            }
        }

        var population = summary.Population is null ? null : run.Values[summary.Population];
        var columns = new List<KeyValuePair<string, double[]>>();
        foreach (var measure in summary.Measures)
        {
            columns.Add(new(measure.Id, measure.Kind == MeasureKind.Rank ? Ranks(columns.Single(column => column.Key == measure.Of).Value) : Column(run, measure, members, population)));
        }

        return new SummaryTable(groups, columns);
    }

    private static double[] Ranks(double[] values)
    {
        var ranks = new double[values.Length];
        new Steps.Rank().Fit(values, []).Apply(values, ranks);
        return ranks;
    }

    private static double[] Column(IndexRun run, Measure measure, List<int>[] members, double[]? population)
    {
        var values = run.Values[measure.Of];
        var ranked = values.Count(value => !double.IsNaN(value));
        var ranks = measure.HighestFirst ? Array.ConvertAll(values, value => ranked + 1 - value) : values;
        return Array.ConvertAll(members, areas =>
        {
            int[] present = [.. areas.Where(area => !double.IsNaN(values[area]))];
            double Weight(int area) => population is null ? 1 : double.IsNaN(population[area]) ? 0 : population[area];
            double Weighed(Func<int, double> of)
            {
                CompensatedSum sum = default, total = default;
                foreach (var area in present)
                {
                    sum.Add(Weight(area) * of(area));
                    total.Add(Weight(area));
                }

                return total.Value > 0 ? sum.Value / total.Value : double.NaN;
            }

            return present.Length == 0
                ? measure.Kind == MeasureKind.Count ? 0 : double.NaN
                : measure.Kind switch
                {
                    MeasureKind.Average => Weighed(area => values[area]),
                    MeasureKind.Sum => CompensatedSum.Of(Array.ConvertAll(present, area => values[area])),
                    MeasureKind.Count => run.Definition.Series.Any(series => series.Id == measure.Of && series.IsFlag) ? present.Count(area => values[area] == 1) : present.Length,
                    MeasureKind.Proportion => (double)present.Count(area => ranks[area] <= measure.Share * ranked) / present.Length,
                    MeasureKind.Extent => Weighed(area => ExtentWeight(Math.Ceiling(100 * ranks[area] / ranked))),
                    _ => Concentration(present, ranks, values, Weight, measure.Share),
                };
        });
    }

    private static double ExtentWeight(double percentile) =>
        percentile <= LastWholePercentile ? 1
        : percentile > LastPercentile ? 0
        : 0.95 - ((percentile - LastWholePercentile - 1) * (0.9 / (LastPercentile - LastWholePercentile - 1)));

    private static double Concentration(int[] areas, double[] ranks, double[] values, Func<int, double> weight, double share)
    {
        var left = share * CompensatedSum.Of(Array.ConvertAll(areas, area => weight(area)));
        CompensatedSum sum = default, total = default;
        foreach (var area in areas.OrderBy(area => ranks[area]).ThenBy(area => area))
        {
            // The last area counts with the part of its people that fills the tenth.
            var people = Math.Min(weight(area), left - total.Value);
            if (people <= 0)
            {
                break;
            }

            sum.Add(people * values[area]);
            total.Add(people);
        }

        return total.Value > 0 ? sum.Value / total.Value : double.NaN;
    }
}
