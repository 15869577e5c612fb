namespace Utanforskap.Statistics.Groups;

/// <summary>A dimension of the space that groups are sought in: (value − centre) / scale.</summary>
/// <param name="Id">The indicator's name.</param>
/// <param name="Centre">Its mean over the areas of the fit, in the indicator's unit.</param>
/// <param name="Scale">Its population standard deviation over them, in the indicator's unit; above 0.</param>
public sealed record GroupIndicator(string Id, double Centre, double Scale);

/// <summary>A group of similar areas.</summary>
/// <param name="Id">From 1; of one group through all versions of a model, never used again for another.</param>
/// <param name="Name">What it is called; null until somebody has approved a name.</param>
/// <param name="Centroid">The group's mean per indicator of the model, in standard deviations from the centre.</param>
/// <param name="Areas">Areas of the group in the fit.</param>
/// <param name="Population">Their population; the number of areas where the fit had no populations.</param>
public sealed record AreaGroup(int Id, string? Name, IReadOnlyList<double> Centroid, int Areas, double Population);

/// <summary>What became of a group from one version to the next.</summary>
public enum LineageKind
{
    /// <summary>It goes on under its id.</summary>
    Continued,

    /// <summary>A new group, at least half of which comes from one old group that goes on besides.</summary>
    Split,

    /// <summary>An old group has ended, and at least half of it went to one group.</summary>
    Merged,

    /// <summary>A new group with no such origin.</summary>
    Born,

    /// <summary>An old group has ended, and was scattered.</summary>
    Died,
}

/// <summary>A step in the groups' lineage, from the previous version to this one.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Old">The old group; null for a group that was born.</param>
/// <param name="New">The new group; null for a group that died.</param>
/// <param name="ShareOfOld">The part of the old group's population that is in the new one, 0–1; 0 where there is none.</param>
/// <param name="ShareOfNew">The part of the new group's population that comes from the old one, 0–1; 0 where there is none.</param>
public sealed record LineageStep(LineageKind Kind, int? Old, int? New, double ShareOfOld, double ShareOfNew);

/// <summary>
/// Groups with the space they were found in, frozen: areas of any later release are assigned to these centroids in this scaling, and only a new version moves them. Plain data.
/// </summary>
/// <param name="Id">Name of the model, the same in all its versions.</param>
/// <param name="Version">From 1.</param>
/// <param name="Seed">The seed of the fit.</param>
/// <param name="Indicators">The space's dimensions.</param>
/// <param name="Groups">In order of their ids.</param>
/// <param name="WithinSumOfSquares">Of the fit, in squared standard deviations.</param>
/// <param name="HighestGroupId">The highest id that any version has used.</param>
/// <param name="Lineage">How the groups came from the previous version's; empty in version 1.</param>
public sealed record GroupModel(
    string Id,
    int Version,
    long Seed,
    IReadOnlyList<GroupIndicator> Indicators,
    IReadOnlyList<AreaGroup> Groups,
    double WithinSumOfSquares,
    int HighestGroupId,
    IReadOnlyList<LineageStep> Lineage)
{
    /// <summary>The model with an approved name on a group. Names are kept as long as the group goes on.</summary>
    /// <exception cref="ArgumentException">There is no such group.</exception>
    public GroupModel Approve(int group, string name) => Groups.Any(g => g.Id == group)
        ? this with { Groups = [.. Groups.Select(g => g.Id == group ? g with { Name = name } : g)] }
        : throw new ArgumentException($"{Id} version {Version} has no group {group}.", nameof(group));

    /// <summary>Throws unless the model can be used: it may have come from a file.</summary>
    /// <exception cref="ArgumentException">Says what is wrong and where.</exception>
    public void Validate()
    {
        string? Wrong()
        {
            if (string.IsNullOrEmpty(Id) || Version < 1 || Indicators is not { Count: > 0 } || Groups is not { Count: > 0 } || Lineage is null)
            {
                return "id, version, indicators, groups or lineage are missing";
            }

            if (Indicators.FirstOrDefault(i => string.IsNullOrEmpty(i?.Id) || !double.IsFinite(i.Centre) || !(double.IsFinite(i.Scale) && i.Scale > 0)) is { } indicator)
            {
                return $"the indicator {indicator.Id} needs a name, a finite centre and a scale above 0";
            }

            if (Groups.FirstOrDefault(g => g?.Centroid?.Count != Indicators.Count || !g.Centroid.All(double.IsFinite)) is { } group)
            {
                return $"the centroid of group {group.Id} needs {Indicators.Count} finite coordinates, one for each indicator";
            }

            return Groups.Select(g => g.Id).Distinct().Count() < Groups.Count || Groups.Any(g => g.Id < 1 || g.Id > HighestGroupId)
                ? "group ids are 1 to the highest group id, each once"
                : null;
        }

        if (Wrong() is { } wrong)
        {
            throw new ArgumentException($"This is not a model of groups: {wrong}.");
        }
    }
}
