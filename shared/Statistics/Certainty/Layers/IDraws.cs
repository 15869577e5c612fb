using Utanforskap.Statistics.Certainty.Planning;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>What a layer lets vary. Immutable and thread safe; a draw depends on its number and the seed only.</summary>
internal interface IDraws
{
    /// <summary>The plans that draws run.</summary>
    IReadOnlyList<Plan> Plans { get; }

    /// <summary>Sets inputs or settings for a draw.</summary>
    /// <param name="seed">The seed of all draws.</param>
    /// <param name="draw">The draw's number.</param>
    /// <param name="workspaces">One for each plan.</param>
    /// <returns>The workspace that is to be run.</returns>
    Workspace Draw(ulong seed, ulong draw, Workspace[] workspaces);
}
