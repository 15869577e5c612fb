namespace Utanforskap.Simulator.Releases;

/// <summary>Opens the source that the settings name.</summary>
internal static class Sources
{
    /// <summary>The made-up country, or a folder of releases.</summary>
    /// <exception cref="InvalidDataException">The folder is not as it should be.</exception>
    public static ISource Open(SimulatorOptions options) => FolderSource.Open(options.Registers);
}
