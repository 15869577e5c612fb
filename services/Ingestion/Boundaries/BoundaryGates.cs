using System.Globalization;
using NetTopologySuite.Operation.Valid;
using Utanforskap.Contracts.Messages;
using Utanforskap.Geography.Changes;
using Utanforskap.Ingestion.Gates;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>What borders may look like, alone and after those before them. Pure: the same borders give the same reasons in the same order.</summary>
internal static class BoundaryGates
{
    /// <summary>How much the division's whole surface may differ from before: a country does not grow.</summary>
    private const double WholeMoves = 0.01;

    /// <summary>How many times larger or smaller one area may become without becoming another division.</summary>
    private const double AreaMoves = 2;

    /// <summary>Why the borders must not be accepted by themselves; empty if they may.</summary>
    /// <param name="table">The layer, as reasons name it.</param>
    /// <param name="set">The borders.</param>
    /// <param name="before">Those of the newest release, or null before the first.</param>
    public static IReadOnlyList<RefusalReason> Check(string table, BoundarySet set, BoundarySet? before)
    {
        var reasons = new Reasons(table);
        if (set.Srid != BoundarySet.Metres)
        {
            reasons.Add(GateNames.Restructured, "crs", $"The coordinates are {(set.Srid is { } srid ? $"EPSG:{srid}" : "of a system that the layer does not state")}; expected EPSG:{BoundarySet.Metres}, in metres.");
        }

        foreach (var area in set.Areas.Where(a => !set.Division.IsCode(a.Code)))
        {
            reasons.Add(GateNames.Restructured, area.Code, $"\"{area.Code}\" is not the code of an area of {set.Division}.");
        }

        foreach (var twice in set.Areas.GroupBy(a => a.Code, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            reasons.Add(GateNames.Restructured, twice.Key, $"The area {twice.Key} stands {twice.Count()} times.");
        }

        if (!reasons.Any)
        {
            CheckBorders(set, reasons);
            CheckAgainst(set, before, reasons);
        }

        return reasons.ToList();
    }

    /// <summary>Whether the borders could be kept if an operator said so: in metres, each code once, and known.</summary>
    public static bool AreStorable(BoundarySet set) =>
        set.Srid == BoundarySet.Metres && set.Areas.Count > 0 && set.Areas.All(a => set.Division.IsCode(a.Code) && !a.Border.IsEmpty)
        && set.Areas.Select(a => a.Code).Distinct(StringComparer.Ordinal).Count() == set.Areas.Count;

    private static void CheckBorders(BoundarySet set, Reasons reasons)
    {
        if (set.Areas.Count == 0)
        {
            reasons.Add(GateNames.Incomplete, "", "The layer has no areas.");
        }

        foreach (var area in set.Areas)
        {
            if (area.Border.IsEmpty || !(area.Border.Area > 0))
            {
                reasons.Add(GateNames.Impossible, area.Code, $"The border of {area.Code} encloses nothing.");
            }
            else if (new IsValidOp(area.Border).ValidationError is { } wrong)
            {
                reasons.Add(GateNames.Impossible, area.Code, string.Create(
                    CultureInfo.InvariantCulture, $"The border of {area.Code} is not valid: {wrong.Message} at {wrong.Coordinate.X}, {wrong.Coordinate.Y}."));
            }
        }
    }

    private static void CheckAgainst(BoundarySet set, BoundarySet? before, Reasons reasons)
    {
        if (before is null)
        {
            return;
        }

        var (old, now) = (ByCode(before), ByCode(set));
        foreach (var gone in old.Keys.Where(c => !now.ContainsKey(c)))
        {
            reasons.Add(GateNames.Incomplete, gone, $"The area {gone} of the last release is gone.");
        }

        foreach (var added in now.Keys.Where(c => !old.ContainsKey(c)))
        {
            reasons.Add(GateNames.Restructured, added, $"{added} was not among the areas of {set.Division} at the last release.");
        }

        var (was, becomes) = (old.Values.Sum(a => a.Border.Area), now.Values.Sum(a => a.Border.Area));
        if (Math.Abs(becomes - was) > WholeMoves * was)
        {
            reasons.Add(GateNames.Implausible, "", string.Create(
                CultureInfo.InvariantCulture, $"The areas' surface was {was / 1e6:0} km² and is {becomes / 1e6:0} km²; at most {WholeMoves:P0} is plausible."));
        }

        foreach (var (code, area) in now)
        {
            if (old.TryGetValue(code, out var earlier) && Math.Max(area.Border.Area / earlier.Border.Area, earlier.Border.Area / area.Border.Area) > AreaMoves)
            {
                reasons.Add(GateNames.Implausible, code, string.Create(
                    CultureInfo.InvariantCulture, $"The surface of {code} was {earlier.Border.Area / 1e6:0.###} km² and is {area.Border.Area / 1e6:0.###} km²."));
            }
        }
    }

    private static SortedDictionary<string, AreaShape> ByCode(BoundarySet set) => new(set.Areas.ToDictionary(a => a.Code), StringComparer.Ordinal);
}
