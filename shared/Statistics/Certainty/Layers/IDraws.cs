using Utanforskap.Statistics.Certainty.Planning;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>What a layer lets vary. Immutable and thread safe; a draw depends on its number and the seed only.</summary>
internal interface IDraws
{
    /// <summary>The plans that draws run.</summary>
    IReadOnlyList<Plan> Plans { get; }

    /// <summary>Begins a draw: sets what is the same for all areas.</summary>
    /// <param name="seed">The seed of all draws.</param>
    /// <param name="draw">The draw's number.</param>
    /// <param name="workspaces">One for each plan.</param>
    /// <returns>The workspace that is to be run.</returns>
    Workspace Begin(ulong seed, ulong draw, Workspace[] workspaces);

    /// <summary>Sets the inputs that vary, in the workspace's tile; tiles come in their order.</summary>
    void Fill(Workspace workspace);
}
