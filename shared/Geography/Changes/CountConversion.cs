using System.Globalization;

namespace Utanforskap.Geography.Changes;

/// <summary>
/// Converts counts of one division to another: persons, dwellings, anything that adds up over areas. A share is rebuilt from its converted counts; an index,
/// a mean or a class cannot be converted at all.
/// </summary>
public static class CountConversion
{
    /// <summary>How much the total may differ before and after, as a part of all that is counted. Converted counts are not rounded to whole ones.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>
    /// The counts of each area of <see cref="ConversionWeights.To"/>, by code; NaN where a count is missing. Missing is not zero: an area that gets a part
    /// from an area whose count is missing, or is in nothing that was there before, is missing itself.
    /// </summary>
    /// <param name="weights">Where each area's count goes.</param>
    /// <param name="counts">The count of each area of <see cref="ConversionWeights.From"/>, by code; NaN, or no entry, where it is missing.</param>
    /// <exception cref="InvalidDataException">A count is of an area that the weights do not know or that goes nowhere, or the total is not conserved.</exception>
    public static IReadOnlyList<KeyValuePair<string, double>> Convert(ConversionWeights weights, IReadOnlyDictionary<string, double> counts)
    {
        var sums = weights.Targets.ToDictionary(code => code, _ => (Sum: 0.0, Has: false, Lacks: false), StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (from, to, weight) in weights.Rows)
        {
            var count = counts.GetValueOrDefault(from, double.NaN);
            var (sum, _, lacks) = sums[to];
            sums[to] = (double.IsNaN(count) ? sum : sum + (weight * count), true, lacks || double.IsNaN(count));
            placed.Add(from);
        }

        CheckTotal(weights, counts, placed, sums.Values.Sum(s => s.Sum));
        return [.. weights.Targets.Select(code => KeyValuePair.Create(code, sums[code] is { Has: true, Lacks: false } area ? area.Sum : double.NaN))];
    }

    private static void CheckTotal(ConversionWeights weights, IReadOnlyDictionary<string, double> counts, HashSet<string> placed, double after)
    {
        var (before, size) = (0.0, 0.0);
        foreach (var (code, count) in counts.OrderBy(c => c.Key, StringComparer.Ordinal).Where(c => !double.IsNaN(c.Value)))
        {
            if (count != 0 && !placed.Contains(code))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{count} is counted in {code}, which lies in no area of {weights.To}, or is no area of {weights.From} that is known."));
            }

            before += count;
            size += Math.Abs(count);
        }

        if (!(Math.Abs(after - before) <= Tolerance * size))
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"Converted from {weights.From} to {weights.To}, a total of {before} has become {after}."));
        }
    }
}
