namespace Utanforskap.Classification.Methods;

/// <summary>The class is an indicator's value: a whole number from 1, as someone published it.</summary>
public sealed record PublishedClass(string Indicator) : MethodRule
{
    /// <inheritdoc/>
    public override IReadOnlyList<MethodInput> Inputs => [new(Indicator)];

    /// <inheritdoc/>
    public override string Identity => $"published {Indicator}";
}
