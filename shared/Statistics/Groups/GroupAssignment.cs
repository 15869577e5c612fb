namespace Utanforskap.Statistics.Groups;

/// <summary>What an indicator says about an area's group against the second-best one.</summary>
/// <param name="Indicator">The indicator's name.</param>
/// <param name="Contribution">(x − second)² − (x − first)² in the model's scaling: above 0 it speaks for the group, below 0 for the second. The contributions sum to the margin.</param>
public sealed record Decider(string Indicator, double Contribution);

/// <summary>Where an area belongs. Everything but area and missing indicators is null or empty where it has no group.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="Missing">Indicators that the area has no value for; with any it is assigned to no group.</param>
/// <param name="Group">Id of the group with the nearest centroid, the first of equals.</param>
/// <param name="Distance">Euclidean distance to that centroid, in standard deviations.</param>
/// <param name="Second">Id of the group with the second-nearest centroid; null too where there is only one group.</param>
/// <param name="SecondDistance">Distance to that one.</param>
/// <param name="Margin">Difference of the two squared distances, 0 or more; 0 means that the area lies on the border.</param>
/// <param name="Silhouette">1 − distance/second distance, 0 (on the border) to 1 (at the centroid): the simplified silhouette (E. R. Hruschka et al., 2004), which depends on the model and this area only.</param>
/// <param name="Deciders">All indicators, from the one that speaks most for the group against the second to the one that speaks most against it.</param>
public sealed record AssignedArea(
    string Area,
    IReadOnlyList<string> Missing,
    int? Group,
    double? Distance,
    int? Second,
    double? SecondDistance,
    double? Margin,
    double? Silhouette,
    IReadOnlyList<Decider> Deciders);

/// <summary>Puts areas into the groups of a frozen model: neither centroids nor scaling move.</summary>
public static class GroupAssignment
{
    /// <summary>The group of each area, in the areas' order; of each by itself, whichever others are there.</summary>
    /// <exception cref="ArgumentException">The model cannot be used, or one of its indicators is not among the features.</exception>
    public static IReadOnlyList<AssignedArea> Assign(GroupModel model, AreaFeatures features)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        model.Validate();
        var places = features.Places(model.Indicators.Select(indicator => indicator.Id));
        var centroids = model.Groups.Select(group => group.Centroid.ToArray()).ToArray();
        return [.. Enumerable.Range(0, features.Areas.Count).Select(area => Assign(model, centroids, features, places, area))];
    }

    /// <summary>The two nearest centroids with their squared distances, the first of equals; −1 and infinite where there is no second.</summary>
    internal static (int First, double FirstSquare, int Second, double SecondSquare) Nearest(double[][] centroids, double[] point)
    {
        var (first, firstSquare, second, secondSquare) = (-1, double.PositiveInfinity, -1, double.PositiveInfinity);
        for (var c = 0; c < centroids.Length; c++)
        {
            var square = PointBlocks.SquaredDistance(point, centroids[c]);
            if (square < firstSquare)
            {
                (second, secondSquare) = (first, firstSquare);
                (first, firstSquare) = (c, square);
            }
            else if (square < secondSquare)
            {
                (second, secondSquare) = (c, square);
            }
        }

        return (first, firstSquare, second, secondSquare);
    }

    private static AssignedArea Assign(GroupModel model, double[][] centroids, AreaFeatures features, int[] places, int area)
    {
        var missing = places.Where(place => double.IsNaN(features.Value(area, place))).Select(place => features.Indicators[place]).ToArray();
        if (missing.Length > 0)
        {
            return new AssignedArea(features.Areas[area], missing, null, null, null, null, null, null, []);
        }

        var point = places.Select((place, j) => (features.Value(area, place) - model.Indicators[j].Centre) / model.Indicators[j].Scale).ToArray();
        var (first, firstSquare, second, secondSquare) = Nearest(centroids, point);
        var distance = Math.Sqrt(firstSquare);
        if (second < 0)
        {
            return new AssignedArea(features.Areas[area], [], model.Groups[first].Id, distance, null, null, null, null, []);
        }

        var secondDistance = Math.Sqrt(secondSquare);
        var deciders = point.Select((x, j) =>
        {
            var (away, farther) = (x - centroids[first][j], x - centroids[second][j]);
            return new Decider(model.Indicators[j].Id, (farther * farther) - (away * away));
        });
        return new AssignedArea(
            features.Areas[area],
            [],
            model.Groups[first].Id,
            distance,
            model.Groups[second].Id,
            secondDistance,
            secondSquare - firstSquare,
            secondDistance > 0 ? 1 - (distance / secondDistance) : 0,
            [.. deciders.OrderByDescending(decider => decider.Contribution)]);
    }
}
