namespace Utanforskap.Simulator.Country;

/// <summary>
/// An area of any level or division: a stretch of the country's smallest parts, which lie along one curve, so a figure of an area is a sum over
/// a stretch.
/// </summary>
/// <param name="Code">With the suffix of its division, as tables write it.</param>
/// <param name="Name">Its own name; of the smallest areas, which have none, the code.</param>
/// <param name="Municipality">Number of its municipality, or -1 for a county.</param>
/// <param name="First">Its first part.</param>
/// <param name="Parts">Number of its parts.</param>
internal readonly record struct Area(string Code, string Name, int Municipality, int First, int Parts);

/// <summary>The areas of one division, in order of their codes.</summary>
/// <param name="Division">Id in <c>Division.All</c>.</param>
/// <param name="FirstYear">First reference year.</param>
/// <param name="LastYear">Last reference year.</param>
/// <param name="Areas">The areas; together they are the whole country, without overlap.</param>
internal sealed record Layout(string Division, int FirstYear, int LastYear, IReadOnlyList<Area> Areas)
{
    /// <summary>Whether figures of this year are published on the division.</summary>
    public bool IsValid(int year) => year >= FirstYear && year <= LastYear;
}

/// <summary>A smallest part: a cell of the plane, or one of the two halves of a cell that the new division cuts.</summary>
/// <param name="Cell">Place of the cell along the curve.</param>
/// <param name="Half">0: the whole cell; 1, 2: its halves.</param>
/// <param name="Municipality">Number of its municipality.</param>
/// <param name="Town">How much of a town it lies in, from 0 (country) to 1 (the middle of a large one).</param>
internal readonly record struct Part(int Cell, int Half, int Municipality, double Town);
