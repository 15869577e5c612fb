using System.Collections.Immutable;
using System.Text.Json;

namespace Utanforskap.Simulator.Releases;

/// <summary>A table as it is published now.</summary>
/// <param name="Table">Its content.</param>
/// <param name="Updated">What the source says is its last change.</param>
public sealed record PublishedTable(Table Table, DateTimeOffset Updated);

/// <summary>A release and where it stands in the order of all.</summary>
/// <param name="Position">1 for the first of the source.</param>
/// <param name="Release">The release.</param>
public sealed record PlacedRelease(int Position, Release Release);

/// <summary>
/// Which releases are out. A table without one does not exist for the world. The current tables are kept in memory, each loaded once; what is
/// out is remembered in a state file, if there is a folder for it.
/// </summary>
public sealed class Published
{
    private readonly Lock _gate = new();
    private readonly IReadOnlyList<PlacedRelease> _all;
    private readonly string? _stateFile;
    private ImmutableHashSet<int> _out = [];
    private ImmutableSortedDictionary<string, Lazy<PublishedTable>> _tables =
        ImmutableSortedDictionary.Create<string, Lazy<PublishedTable>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes up where the state file left, or before the first release.</summary>
    /// <param name="source">The releases.</param>
    /// <param name="stateFolder">Folder of the state file, or null.</param>
    /// <exception cref="InvalidDataException">The state file cannot be read.</exception>
    public Published(ISource source, string? stateFolder)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        _all = [.. source.Releases.Select((r, i) => new PlacedRelease(i + 1, r))];
        if (stateFolder is not null)
        {
            Directory.CreateDirectory(stateFolder);
            _stateFile = Path.Combine(stateFolder, "released.json");
            var names = ReadState(_stateFile, source.Name);
            Show([.. _all.Where(r => names.Contains(NameOf(r))).Select(r => r.Position)]);
        }
    }

    /// <summary>Where the releases come from.</summary>
    public ISource Source { get; }

    /// <summary>All releases in time order.</summary>
    public IReadOnlyList<PlacedRelease> All => _all;

    /// <summary>The tables of the moment, by id.</summary>
    public IEnumerable<PublishedTable> Tables => _tables.Values.Select(t => t.Value);

    /// <summary>Whether this release is out.</summary>
    public bool IsOut(PlacedRelease release)
    {
        ArgumentNullException.ThrowIfNull(release);
        return _out.Contains(release.Position);
    }

    /// <summary>Whether a layer of borders is out: the time of the newest release is the source's time.</summary>
    public bool IsOut(BoundaryLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.From is not { } from || _all.Any(r => r.Release.Released >= from && IsOut(r));
    }

    /// <summary>The table with this id (case ignored), or null if no release of it is out.</summary>
    public PublishedTable? Find(string id) => _tables.TryGetValue(id, out var table) ? table.Value : null;

    /// <summary>The release that comes next, of one table or of all; null if none remains.</summary>
    public PlacedRelease? Next(string? table = null) =>
        _all.FirstOrDefault(r => !_out.Contains(r.Position)
            && (table is null || r.Release.TableId.Equals(table, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Lets the next release out, of one table or of all, and returns it; null if none remains. The call returns when the table is loaded.</summary>
    public PlacedRelease? Publish(string? table = null)
    {
        lock (_gate)
        {
            if (Next(table) is not { } next)
            {
                return null;
            }

            Show(_out.Add(next.Position));
            _ = _tables[next.Release.TableId].Value;
            Save();
            return next;
        }
    }

    /// <summary>Takes everything back: before the first release.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            Show([]);
            Save();
        }
    }

    private void Show(ImmutableHashSet<int> positions)
    {
        var before = _all.Where(r => _out.Contains(r.Position)).GroupBy(r => r.Release.TableId).ToDictionary(g => g.Key, g => g.Last());
        var tables = _tables.Clear();
        foreach (var last in _all.Where(r => positions.Contains(r.Position)).GroupBy(r => r.Release.TableId).Select(g => g.Last()))
        {
            var id = last.Release.TableId;
            tables = tables.Add(
                id,
                before.GetValueOrDefault(id) == last
                    ? _tables[id]
                    : new Lazy<PublishedTable>(() => new PublishedTable(last.Release.Load(), last.Release.Released)));
        }

        (_out, _tables) = (positions, tables);
    }

    private void Save()
    {
        if (_stateFile is not null)
        {
            var state = new State(Source.Name, [.. _all.Where(IsOut).Select(NameOf)]);
            File.WriteAllText(_stateFile + ".new", JsonSerializer.Serialize(state));
            File.Move(_stateFile + ".new", _stateFile, overwrite: true);
        }
    }

    private static HashSet<string> ReadState(string file, string source)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        try
        {
            var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(file));
            return state?.Source == source ? [.. state.Released] : [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The state file {file} is damaged ({e.Message.TrimEnd('.')}); delete it to begin before the first release.", e);
        }
    }

    private static string NameOf(PlacedRelease release) => $"{release.Release.TableId}/{release.Release.Released:yyyy-MM-dd'T'HHmmss'Z'}";

    private sealed record State(string Source, IReadOnlyList<string> Released);
}
