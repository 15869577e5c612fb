using Utanforskap.Definitions;

namespace Utanforskap.Classification.WhatIf;

/// <summary>A what-if that cannot be answered as it is asked. The message says what to change.</summary>
internal sealed class WhatIfProblem(string message) : Exception(message)
{
    /// <summary>The parameter that is wrong; null if none is.</summary>
    public string? Parameter { get; init; }

    /// <summary>What can be changed, with its value now.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>The mistakes of an uploaded definition, with line and column.</summary>
    public IReadOnlyList<DefinitionError>? Mistakes { get; init; }
}
