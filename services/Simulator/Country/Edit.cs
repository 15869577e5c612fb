namespace Utanforskap.Simulator.Country;

/// <summary>
/// Figures of one table and year that were published otherwise than they should be, for some time: preliminary, wrong, or late.
/// </summary>
/// <param name="Table">Which table.</param>
/// <param name="Year">Which reference year.</param>
/// <param name="From">First time of release that it stands in.</param>
/// <param name="Until">The release that puts it right.</param>
/// <param name="Notice">What the source says about it from then on.</param>
/// <param name="Alter">Changes the counts of a smallest part, in the order of the table's figures.</param>
internal sealed record Edit(string Table, int Year, DateTimeOffset From, DateTimeOffset Until, string Notice, Altering Alter)
{
    /// <summary>Whether a table released at this time carries it.</summary>
    public bool IsIn(DateTimeOffset released) => released >= From && released < Until;
}

/// <summary>Changes the counts of a smallest part.</summary>
internal delegate void Altering(int part, Span<long> counts);
