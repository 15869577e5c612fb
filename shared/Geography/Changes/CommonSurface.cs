namespace Utanforskap.Geography.Changes;

/// <summary>How much two areas of two divisions have in common.</summary>
/// <param name="Before">Code in the division before.</param>
/// <param name="After">Code in the division after.</param>
/// <param name="Size">Surface, or another size that adds up over parts; above 0.</param>
public readonly record struct CommonSurface(string Before, string After, double Size);

/// <summary>An area's code, name and size.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Size">Surface, in the unit of <see cref="CommonSurface.Size"/>; above 0.</param>
public readonly record struct SizedArea(string Code, string? Name, double Size);
