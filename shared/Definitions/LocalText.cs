namespace Utanforskap.Definitions;

/// <summary>A text in both of the system's languages.</summary>
/// <param name="Sv">Swedish.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Sv, string En);
