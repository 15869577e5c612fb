using System.Globalization;
using System.Text.Json;

namespace Utanforskap.Simulator.Releases;

/// <summary>
/// A folder of real releases: <c>FOLDER/TABLE/RELEASED.json</c>, each file a whole table as json-stat2, its name the release time
/// (<c>2024-02-22T070000Z.json</c>). Every file is read once at the start, so that a wrong one stops the simulator and not a release.
/// </summary>
public sealed class FolderSource : ISource
{
    private const string TimePattern = "yyyy-MM-dd'T'HHmmss'Z'";

    private FolderSource(string name, IReadOnlyList<Release> releases)
    {
        (Name, Releases) = (name, releases);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Release> Releases { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Codelist> Codelists => [];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, BoundaryLayer> Boundaries { get; } = new Dictionary<string, BoundaryLayer>();

    /// <summary>Reads the folder.</summary>
    /// <exception cref="InvalidDataException">It, or a file in it, is not as it should be. The message is one sentence that says which and why.</exception>
    public static FolderSource Open(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"There is no folder of releases at {folder}.");
        }

        var releases = new List<Release>();
        foreach (var path in Directory.EnumerateDirectories(folder).SelectMany(d => Directory.EnumerateFiles(d, "*.json")))
        {
            var table = Path.GetFileName(Path.GetDirectoryName(path))!;
            releases.Add(new Release(table, TimeOf(path), () => Read(path, table)));
        }

        if (releases.Count == 0)
        {
            throw new InvalidDataException($"The folder {folder} holds no releases: files named TABLE/RELEASED.json are expected.");
        }

        foreach (var release in releases)
        {
            release.Load();
        }

        return new FolderSource(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), [.. releases.OrderBy(r => r.Released).ThenBy(r => r.TableId, StringComparer.Ordinal)]);
    }

    private static DateTimeOffset TimeOf(string path) =>
        DateTimeOffset.TryParseExact(
            Path.GetFileNameWithoutExtension(path), TimePattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new InvalidDataException($"The name of {path} is not a release time as 2024-02-22T070000Z.json.");

    private static Table Read(string path, string table)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return JsonStat2Reader.Read(table, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The release {path} cannot be read: {e.Message.TrimEnd('.')}.", e);
        }
    }
}
