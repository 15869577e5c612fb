using Utanforskap.Contracts.Messages;

namespace Utanforskap.Ingestion.Gates;

/// <summary>Names of the gates, as they stand in a refusal.</summary>
public static class GateNames
{
    /// <summary>Areas, periods or figures are gone against the last release.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>A figure that cannot be: a negative count, a share over 100, a value outside the measure's range.</summary>
    public const string Impossible = "impossible";

    /// <summary>A change beyond what the register's history allows, or parts that do not agree with their whole.</summary>
    public const string Implausible = "implausible";

    /// <summary>The table is not built as before: a code, content or unit that is not known, or one that is gone.</summary>
    public const string Restructured = "restructured";

    /// <summary>What came cannot be read as a table at all.</summary>
    public const string Unreadable = "unreadable";
}

/// <summary>Collects why a release is refused: a bounded number of reasons per gate, and a count of those beyond.</summary>
internal sealed class Reasons(string table)
{
    private const int PerGate = 20;
    private readonly List<RefusalReason> _kept = [];
    private readonly SortedDictionary<string, int> _beyond = new(StringComparer.Ordinal);

    public bool Any => _kept.Count > 0;

    /// <summary>Adds a reason. The place is what follows the table's id; the message is a sentence for an operator.</summary>
    public void Add(string gate, string place, string message)
    {
        if (_kept.Count(r => r.Gate == gate) < PerGate)
        {
            _kept.Add(new RefusalReason(gate, place.Length > 0 ? $"{table}, {place}" : table, message));
        }
        else
        {
            _beyond[gate] = _beyond.GetValueOrDefault(gate) + 1;
        }
    }

    /// <summary>The reasons in the order of the gates, each gate closed by how many more it had.</summary>
    public IReadOnlyList<RefusalReason> ToList() =>
    [
        .. _kept.GroupBy(r => r.Gate).SelectMany(g => _beyond.TryGetValue(g.Key, out var more)
            ? g.Append(new RefusalReason(g.Key, table, $"{more} more of the same kind are not listed."))
            : g),
    ];
}
