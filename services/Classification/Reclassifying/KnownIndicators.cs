using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>Which indicators have figures, and by which version of their definitions, as of a release.</summary>
internal sealed class KnownIndicators(IEnumerable<ColumnKey> keys, IReadOnlyDictionary<string, int> versions)
{
    private readonly ILookup<string, ColumnKey> _keys = keys.ToLookup(k => k.Series, StringComparer.Ordinal);

    /// <summary>Every indicator that was ever computed.</summary>
    public IReadOnlyList<string> All => [.. versions.Keys.Order(StringComparer.Ordinal)];

    public IEnumerable<ColumnKey> KeysOf(string indicator) => _keys[indicator];

    /// <summary>The version of an indicator's definition; 0 where it has none, since it was never computed.</summary>
    public int VersionOf(string indicator) => versions.GetValueOrDefault(indicator);
}
