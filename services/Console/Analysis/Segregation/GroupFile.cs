using Utanforskap.Statistics.Segregation;

namespace Utanforskap.Console.Analysis.Segregation;

/// <summary>Counts of groups read from a file. Areas with a missing count are left out: missing is not zero.</summary>
/// <param name="Table">Areas × groups.</param>
/// <param name="LeftOut">Codes of the areas without all counts.</param>
/// <param name="Areas">The whole file.</param>
internal sealed record GroupFile(GroupTable Table, IReadOnlyList<string> LeftOut, AreaFile Areas)
{
    public IReadOnlyList<string> Groups => Table.Groups;

    public static GroupFile Read(string path, string? area, IReadOnlyList<string> groups, string? division)
    {
        if (groups.Count < 2)
        {
            throw new UtanException($"--groups needs at least two columns; {(groups.Count == 0 ? "none is" : groups[0] + " alone is")} named.");
        }

        var file = AreaFile.Read(path, area, [.. groups, .. division is null ? Array.Empty<string>() : [division]]);
        var counts = groups.Select(group => file.Numbers(group)).ToArray();
        for (var g = 0; g < groups.Count; g++)
        {
            if (Array.FindIndex(counts[g], count => count < 0) is >= 0 and var negative)
            {
                throw new UtanException($"{file.PlaceOf(negative)}, column {groups[g]}: {file.Texts(groups[g])[negative]} is not a count of persons.");
            }
        }

        var complete = Enumerable.Range(0, file.Areas.Count).Where(i => counts.All(count => !double.IsNaN(count[i]))).ToArray();
        return new GroupFile(
            AnalysisOutput.About(path, () => GroupTable.Of(
                [.. complete.Select(i => file.Areas[i])], groups, [.. counts.Select(count => complete.Select(i => count[i]).ToArray())])),
            [.. file.Areas.Except(complete.Select(i => file.Areas[i]), StringComparer.Ordinal)],
            file);
    }
}
