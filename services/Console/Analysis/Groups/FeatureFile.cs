using Utanforskap.Statistics.Groups;

namespace Utanforskap.Console.Analysis.Groups;

/// <summary>Indicators of areas, read from a file.</summary>
internal static class FeatureFile
{
    public static AreaFeatures Read(string path, string? area, IReadOnlyList<string> indicators, string? population)
    {
        var file = AreaFile.Read(path, area, [.. indicators, .. population is null ? Array.Empty<string>() : [population]]);
        var populations = population is null ? null : file.Numbers(population);
        if (populations is not null && Array.FindIndex(populations, persons => !(persons >= 0)) is >= 0 and var wrong)
        {
            throw new UtanException($"{file.PlaceOf(wrong)}, column {population}: a population is needed, 0 or more; there is \"{file.Texts(population!)[wrong]}\".");
        }

        return AnalysisOutput.About(path, () => AreaFeatures.Of(file.Areas, indicators, [.. indicators.Select(indicator => file.Numbers(indicator))], populations));
    }
}
