using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Publishing.Publications;

/// <summary>What a publication of a method would change against what is published.</summary>
/// <param name="Base">The method's publication so far; null for its baseline.</param>
/// <param name="Columns">The (division, period) that differ, by division, then period. Empty if everything is published as it is.</param>
internal sealed record Draft(MethodOutcome Outcome, MethodInfo Info, Publication? Base, IReadOnlyList<DraftColumn> Columns)
{
    public bool IsBaseline => Base is null;
}

/// <summary>A (division, period) of a draft.</summary>
/// <param name="Kind">One of <see cref="ChangeKinds"/>.</param>
/// <param name="PreviousPeriod">The period that a new one is compared with.</param>
/// <param name="First">True if it was not published before.</param>
/// <param name="New">The areas with a result that is new or another one than before, population included.</param>
/// <param name="Gone">The areas that had a result and have none any more.</param>
/// <param name="Differences">Class or index against before; empty in a baseline.</param>
/// <param name="Causes">own, relative or both, by area.</param>
internal sealed record DraftColumn(
    string Division,
    string Period,
    string Kind,
    string? PreviousPeriod,
    bool First,
    IReadOnlyList<KeyValuePair<string, Result>> New,
    IReadOnlyList<string> Gone,
    IReadOnlyList<Difference> Differences,
    IReadOnlyDictionary<string, string> Causes)
{
    public int Areas => New.Count + Gone.Count;

    public int Classes => Differences.Count(d => d.IsOfClass);
}
