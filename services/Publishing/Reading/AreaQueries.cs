using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Reading;

/// <summary>What several readings share about areas.</summary>
internal static class AreaQueries
{
    private const int MostCodes = 500;

    /// <summary>Only these areas: codes with commas between, or the code of one municipality or county.</summary>
    public static IQueryable<AreaResult> InAreas(this IQueryable<AreaResult> rows, string division, string? area)
    {
        if (string.IsNullOrEmpty(area))
        {
            return rows;
        }

        var codes = area.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (codes.Length > MostCodes)
        {
            throw RequestProblem.Wrong("area", $"{codes.Length} areas at once are too many; {MostCodes} is the most.");
        }

        if (codes is [{ Length: 2 or 4 } above])
        {
            return rows.Where(r => r.Area.StartsWith(above));
        }

        var known = Geography.Division.Find(division);
        return codes.FirstOrDefault(code => known?.IsCode(code) == false) is { } wrong
            ? throw RequestProblem.Wrong("area", $"'{wrong}' is no code of {division}, nor the only code of a municipality or county.")
            : rows.Where(r => codes.Contains(r.Area));
    }

    /// <summary>The publication with this sequence.</summary>
    public static Task<Publication> PublicationAsync(this PublishingDb db, long sequence, CancellationToken cancellationToken) =>
        db.Publications.AsNoTracking().SingleAsync(p => p.Sequence == sequence, cancellationToken);

    /// <summary>The columns that name an area.</summary>
    public static CsvColumns<TRow> Area<TRow>(this CsvColumns<TRow> csv, Func<TRow, AreaRef> area) => csv
        .Add("division", r => area(r).Division)
        .Add("code", r => area(r).Code)
        .Add("name", r => area(r).Name)
        .Add("municipality", r => area(r).Municipality)
        .Add("county", r => area(r).County)
        .Add("invented", r => area(r).Invented);

    /// <summary>Whether a division's areas lie in a made-up country.</summary>
    public static bool IsInvented(string division) => Geography.Division.Find(division)?.IsInvented ?? false;
}
