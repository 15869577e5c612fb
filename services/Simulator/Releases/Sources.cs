using Utanforskap.Simulator.Country;

namespace Utanforskap.Simulator.Releases;

/// <summary>Opens the source that the settings name.</summary>
internal static class Sources
{
    private const string SampleCountry = "sample";

    /// <summary>The made-up country, or a folder of releases.</summary>
    /// <exception cref="InvalidDataException">The folder is not as it should be.</exception>
    public static ISource Open(SimulatorOptions options) => options.Registers.Equals(SampleCountry, StringComparison.OrdinalIgnoreCase)
        ? CountrySource.Make(options.Seed, options.Areas)
        : FolderSource.Open(options.Registers);
}
