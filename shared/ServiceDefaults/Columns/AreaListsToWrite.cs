namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>The area lists that a write refers to, each encoded once: columns of a release nearly always have the same areas.</summary>
internal sealed class AreaListsToWrite
{
    private readonly Dictionary<string, AreaList> _byHash = new(StringComparer.Ordinal);
    private string[]? _lastAreas;
    private string _lastHash = "";

    public IReadOnlyList<AreaList> All => [.. _byHash.Values.OrderBy(l => l.Hash, StringComparer.Ordinal)];

    public string HashOf(string[] areas)
    {
        if (_lastAreas is null || !(ReferenceEquals(_lastAreas, areas) || _lastAreas.AsSpan().SequenceEqual(areas)))
        {
            var (hash, bytes) = AreaListBlock.Write(areas);
            _byHash.TryAdd(hash, new AreaList { Hash = hash, Codes = bytes });
            (_lastAreas, _lastHash) = (areas, hash);
        }

        return _lastHash;
    }
}
