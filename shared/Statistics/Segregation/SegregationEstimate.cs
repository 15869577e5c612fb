namespace Utanforskap.Statistics.Segregation;

/// <summary>Whether an index of a table can be told, and if not, why.</summary>
public enum SegregationStatus
{
    /// <summary>The index can be told.</summary>
    Told,

    /// <summary>Fewer than ten units have anybody in them: an index of so few says more about how they were drawn than about who lives where.</summary>
    FewerThanTenUnits,

    /// <summary>The interval covers what random allocation would give: nothing is shown to be segregated.</summary>
    CoversChance,

    /// <summary>A group has no member, or so few that it is missing from some resample.</summary>
    GroupTooSmall,
}

/// <summary>Index of one table with its certainty. Where it is not told, only status, counts and, where chance is why, what chance would give are there.</summary>
/// <param name="Index">The index's short name.</param>
/// <param name="Status">Why there is no value.</param>
/// <param name="Value">The index as observed, uncorrected.</param>
/// <param name="Low">Lower end of the interval; not below 0.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="BiasCorrected">2·value − mean of the resamples (the bootstrap correction of R. Allen, S. Burgess, R. Davidson and F. Windmeijer, More reliable inference for the dissimilarity index of segregation, Econometrics Journal 18, 2015); not below 0. It takes away most of the bias of D where segregation is low, and somewhat more than the bias where units are far apart.</param>
/// <param name="ExpectedByChance">Mean of the index when persons are allocated at random with both margins fixed. Null for diversity.</param>
/// <param name="AboveChance">(value − chance)/(maximum − chance): the systematic part (W. J. Carrington and K. R. Troske, On measuring segregation in samples with small units, JBES 15, 1997). Below 0 where more even than chance. Only for indices whose maximum is fixed (not M, interaction, diversity).</param>
/// <param name="Units">Units in which anybody lives.</param>
/// <param name="Persons">Persons of all groups.</param>
public sealed record SegregationEstimate(
    string Index,
    SegregationStatus Status,
    double? Value,
    double? Low,
    double? High,
    double? BiasCorrected,
    double? ExpectedByChance,
    double? AboveChance,
    int Units,
    double Persons);

/// <summary>How certainty is found.</summary>
/// <param name="Seed">Seed of all chance: the same seed gives the same bits, on any number of threads.</param>
/// <param name="Replicates">How many resamples, and as many random allocations; at least 20.</param>
/// <param name="Confidence">Of the interval, in (0, 1).</param>
/// <param name="Threads">How many at once; −1 is one per processor.</param>
public sealed record SamplingPlan(long Seed, int Replicates = 500, double Confidence = 0.95, int Threads = -1);

/// <summary>Segregation with its certainty.</summary>
/// <remarks>
/// <b>What is resampled:</b> persons. A resample draws as many persons as there are, each independently into a cell (unit, group) with the observed table's probabilities;
/// registers have no sampling error, so the interval is that of a superpopulation from which these persons came. Persons of a household are taken as independent,
/// which makes intervals somewhat narrow. <b>The interval</b> is that of percentiles (linear interpolation, Hyndman and Fan's type 7), moved so that the resamples' mean is the observed value: resampling adds
/// the upward bias of small units once more, and without the move an interval would lie above its own value. <b>Chance</b> is a random allocation of the same persons to the same
/// places: both margins fixed, cells multivariate hypergeometric. It has the bias of small units too, so that it and the interval can be compared.
/// </remarks>
public static class SegregationEstimation
{
    private const int FewestUnits = 10;

    /// <summary>Each index of a table with its certainty, in the order asked for.</summary>
    /// <param name="table">Counts are rounded to whole persons for resampling, not for the values.</param>
    /// <param name="indices">Indices for the table's number of groups.</param>
    /// <param name="plan">Seed, replicates, confidence.</param>
    /// <param name="progress">Told the finished part, 0–1, from any thread.</param>
    /// <param name="cancellationToken">Stops between replicates.</param>
    public static IReadOnlyList<SegregationEstimate> Estimate(
        GroupTable table, IReadOnlyList<SegregationIndex> indices, SamplingPlan plan, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Replicates, 20);
        if (!(plan.Confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Confidence, "Confidence lies between 0 and 1.");
        }

        var observed = indices.Select(index => index.Of(table)).ToArray();
        var toSample = indices.Select((index, i) => HasUnits(index, table) && !double.IsNaN(observed[i])).ToArray();
        var resampled = new double[indices.Count][];
        var allocated = new double[indices.Count][];
        for (var i = 0; i < indices.Count; i++)
        {
            resampled[i] = new double[plan.Replicates];
            allocated[i] = new double[plan.Replicates];
        }

        if (Array.Exists(toSample, sampled => sampled))
        {
            var done = 0;
            var persons = new PersonDraws(table);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = plan.Threads, CancellationToken = cancellationToken };
            Parallel.For(0, 2 * plan.Replicates, parallel, draw =>
            {
                var isChance = draw % 2 == 1;
                var random = new Chance.SeededRandom(plan.Seed, draw);
                var drawn = isChance ? persons.Allocate(random) : persons.Resample(random);
                for (var i = 0; i < indices.Count; i++)
                {
                    if (toSample[i] && !(isChance && indices[i].IsDiversity))
                    {
                        (isChance ? allocated : resampled)[i][draw / 2] = indices[i].Of(drawn);
                    }
                }

                progress?.Report((double)Interlocked.Increment(ref done) / (2 * plan.Replicates));
            });
        }

        return [.. indices.Select((index, i) => Judge(index, table, observed[i], toSample[i], resampled[i], allocated[i], plan.Confidence))];
    }

    private static bool HasUnits(SegregationIndex index, GroupTable table) => index.IsDiversity || table.PopulatedUnits >= FewestUnits;

    private static SegregationEstimate Judge(
        SegregationIndex index, GroupTable table, double value, bool isSampled, double[] resampled, double[] allocated, double confidence)
    {
        SegregationEstimate Untold(SegregationStatus status, double? chance = null) =>
            new(index.Id, status, null, null, null, null, chance, null, table.PopulatedUnits, table.Total);
        if (!isSampled || Array.Exists(resampled, double.IsNaN) || Array.Exists(allocated, double.IsNaN))
        {
            return Untold(HasUnits(index, table) ? SegregationStatus.GroupTooSmall : SegregationStatus.FewerThanTenUnits);
        }

        var mean = CompensatedSum.Of(resampled) / resampled.Length;
        Array.Sort(resampled);
        var low = value + Quantile(resampled, (1 - confidence) / 2) - mean;
        var high = value + Quantile(resampled, (1 + confidence) / 2) - mean;
        double? chance = index.IsDiversity ? null : CompensatedSum.Of(allocated) / allocated.Length;
        if (low <= chance && chance <= high)
        {
            return Untold(SegregationStatus.CoversChance, chance);
        }

        return new SegregationEstimate(
            index.Id,
            SegregationStatus.Told,
            value,
            Math.Max(0, low),
            high,
            Math.Max(0, (2 * value) - mean),
            chance,
            index.Maximum is { } maximum && chance is { } expected ? (value - expected) / (maximum - expected) : null,
            table.PopulatedUnits,
            table.Total);
    }

    private static double Quantile(double[] sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
