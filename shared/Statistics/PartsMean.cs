namespace Utanforskap.Statistics;

/// <summary>An index that is the unweighted mean of its parts, e.g. the socioeconomic index SEI = (V1+V2+V3)/3 (SCB and Delmos, 2021).</summary>
public static class PartsMean
{
    /// <summary>
    /// The mean of each area's parts, unrounded, in the parts' unit. The parts are added in their order, so the same parts give the same bits.
    /// </summary>
    /// <param name="parts">One list of values for each part, all over the same areas; NaN where there is no figure.</param>
    /// <returns>A value per area; NaN where any part is missing, since missing is not zero.</returns>
    public static double[] Of(params IReadOnlyList<double[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(p => p.Length != parts[0].Length))
        {
            throw new ArgumentException("A mean needs parts, all over the same areas.", nameof(parts));
        }

        var means = new double[parts[0].Length];
        for (var i = 0; i < means.Length; i++)
        {
            var sum = 0.0;
            foreach (var part in parts)
            {
                sum += part[i];
            }

            means[i] = sum / parts.Count;
        }

        return means;
    }
}
