namespace Utanforskap.Contracts;

/// <summary>
/// The version of what computes: the arithmetic of indicators and methods. Raised with a change after which the same figures and definitions can give other
/// bytes (another order of a sum, another library of mathematics, a mended formula). It is kept with everything that is published: within one version a result can
/// be recomputed to the same bytes, across versions only values can be compared.
/// </summary>
public static class EngineVersion
{
    /// <summary>The version of this build.</summary>
    public const string Current = "3";
}
