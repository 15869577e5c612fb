namespace Utanforskap.Statistics.Groups;

/// <summary>The areas of a table that have all indicators of a space, as points in it.</summary>
internal sealed class FeatureSpace
{
    private FeatureSpace(IReadOnlyList<GroupIndicator> indicators, int[] areas, double[][] points)
    {
        Indicators = indicators;
        Areas = areas;
        Points = points;
    }

    public IReadOnlyList<GroupIndicator> Indicators { get; }

    /// <summary>Places of the areas in the table.</summary>
    public int[] Areas { get; }

    /// <summary>The point of each of them.</summary>
    public double[][] Points { get; }

    /// <summary>The space of a model.</summary>
    public static FeatureSpace Of(AreaFeatures features, IReadOnlyList<GroupIndicator> indicators)
    {
        var places = features.Places(indicators.Select(i => i.Id));
        var areas = Complete(features, places);
        return new FeatureSpace(
            indicators,
            areas,
            [.. areas.Select(area => places.Select((place, j) => (features.Value(area, place) - indicators[j].Centre) / indicators[j].Scale).ToArray())]);
    }

    /// <summary>A new space, scaled by the areas that have all indicators.</summary>
    /// <exception cref="ArgumentException">Too few areas, or an indicator that is the same everywhere.</exception>
    public static FeatureSpace Fit(AreaFeatures features, IReadOnlyList<string> indicators)
    {
        var places = features.Places(indicators);
        if (places.Length == 0)
        {
            throw new ArgumentException("Groups need at least one indicator.", nameof(indicators));
        }

        if (places.Distinct().Count() < places.Length)
        {
            throw new ArgumentException($"An indicator is named twice: {string.Join(", ", indicators)}.", nameof(indicators));
        }

        foreach (var place in places)
        {
            if (features.Areas.Count > 0 && Complete(features, [place]).Length == 0)
            {
                throw new ArgumentException($"The indicator {features.Indicators[place]} is missing in all areas.", nameof(features));
            }
        }

        var areas = Complete(features, places);
        if (areas.Length < 2)
        {
            throw new ArgumentException(
                $"Groups need at least two areas that have all indicators; there {(areas.Length == 1 ? $"is one, {features.Areas[areas[0]]}" : "is none")}.", nameof(features));
        }

        var scaled = places.Select(place =>
        {
            var spread = Spread.OfPopulation([.. areas.Select(area => features.Value(area, place))]);
            return !(double.IsFinite(spread.Deviation) && spread.Deviation > 0)
                ? throw new ArgumentException($"The indicator {features.Indicators[place]} is {features.Value(areas[0], place)} in all areas; it separates none, leave it out.", nameof(features))
                : new GroupIndicator(features.Indicators[place], spread.Mean, spread.Deviation);
        });
        return Of(features, [.. scaled]);
    }

    private static int[] Complete(AreaFeatures features, int[] places) =>
        [.. Enumerable.Range(0, features.Areas.Count).Where(area => Array.TrueForAll(places, place => !double.IsNaN(features.Value(area, place))))];
}
