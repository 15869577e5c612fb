using Utanforskap.Geography;

namespace Utanforskap.Indicators.Keys;

/// <summary>Which area of a coarser division each area of a finer one lies in. Immutable.</summary>
public sealed class AreaKey
{
    private readonly Dictionary<string, string> _wholes;

    /// <param name="from">The finer division.</param>
    /// <param name="to">The coarser division.</param>
    /// <param name="rows">Code in the finer and in the coarser division, each finer code once.</param>
    public AreaKey(Division from, Division to, IEnumerable<(string Part, string Whole)> rows)
    {
        (From, To) = (from, to);
        _wholes = rows.ToDictionary(r => r.Part, r => r.Whole, StringComparer.Ordinal);
        Parts = _wholes.GroupBy(r => r.Value, r => r.Key)
            .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Order(StringComparer.Ordinal)], StringComparer.Ordinal);
        Wholes = [.. Parts.Keys.Order(StringComparer.Ordinal)];
    }

    public Division From { get; }

    public Division To { get; }

    /// <summary>Codes of the coarser areas, in order.</summary>
    public string[] Wholes { get; }

    /// <summary>The parts of each coarser area, in order.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Parts { get; }

    /// <summary>Whether the key has a row for an area of the finer division.</summary>
    public bool Knows(string part) => _wholes.ContainsKey(part);

    /// <summary>The coarser area that an area lies in; an area that the key does not know is an <see cref="InvalidDataException"/>.</summary>
    public string WholeOf(string part) => _wholes.TryGetValue(part, out var whole)
        ? whole
        : throw new InvalidDataException($"The key from {From} to {To} has no row for {part}.");
}
