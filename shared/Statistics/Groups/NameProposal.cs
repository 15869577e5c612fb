namespace Utanforskap.Statistics.Groups;

/// <summary>How far a group lies from the mean of all areas in one indicator.</summary>
/// <param name="Indicator">The indicator's name.</param>
/// <param name="Deviations">In standard deviations; above 0 the group has more.</param>
public sealed record GroupDeviation(string Indicator, double Deviations);

/// <summary>A name that a person may approve (<see cref="GroupModel.Approve"/>) or replace; never used by itself, since names are given to areas with people in them.</summary>
/// <param name="Group">The group's id.</param>
/// <param name="Text">Up to three indicators with "high" or "low", strongest first; "near the mean" where none deviates by half a standard deviation.</param>
/// <param name="Deviations">All indicators, strongest first.</param>
public sealed record NameProposal(int Group, string Text, IReadOnlyList<GroupDeviation> Deviations)
{
    private const double Notable = 0.5;
    private const int Most = 3;

    /// <summary>A proposal for each group of a model that has no approved name.</summary>
    public static IReadOnlyList<NameProposal> Of(GroupModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Groups.Where(group => group.Name is null).Select(group => For(group, model.Indicators))];
    }

    private static NameProposal For(AreaGroup group, IReadOnlyList<GroupIndicator> indicators)
    {
        var deviations = indicators.Select((indicator, j) => new GroupDeviation(indicator.Id, group.Centroid[j])).OrderByDescending(d => Math.Abs(d.Deviations)).ToArray();
        var notable = deviations.TakeWhile(d => Math.Abs(d.Deviations) >= Notable).Take(Most).Select(d => $"{(d.Deviations > 0 ? "high" : "low")} {d.Indicator}");
        return new NameProposal(group.Id, string.Join(", ", notable) is { Length: > 0 } text ? text : "near the mean", deviations);
    }
}
