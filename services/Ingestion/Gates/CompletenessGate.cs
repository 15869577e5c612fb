using Utanforskap.Geography;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Gates;

/// <summary>Whether areas, periods or figures are gone against the last release, or a new period lacks what its neighbour has.</summary>
internal static class CompletenessGate
{
    // A new division may draw fewer areas than the one before it; far fewer is an unfinished table.
    private const double FewerAreasOfNewDivision = 0.2;

    public static void Check(GateInput input, Reasons reasons)
    {
        foreach (var measure in input.Measures)
        {
            foreach (var (place, before) in measure.Before.OrderBy(b => b.Key.Division, StringComparer.Ordinal).ThenBy(b => b.Key.Period, StringComparer.Ordinal))
            {
                if (measure.After.TryGetValue(place, out var after))
                {
                    Compare(input, measure, place, before, after, "at the last release", reasons);
                }
                else if (HasFigures(before))
                {
                    reasons.Add(GateNames.Incomplete, $"{measure.Measure.Id} {place}", $"The figures of {measure.Measure.Id} for {place}, which the last release had, are gone.");
                }
            }

            foreach (var (place, after) in measure.After.Where(a => !measure.Before.ContainsKey(a.Key)))
            {
                if (MeasureColumns.PeriodBefore(measure.Before, place) is { } neighbour)
                {
                    Compare(input, measure, place, measure.Before[neighbour], after, $"for {neighbour.Period}", reasons);
                }
                else
                {
                    CompareDivisions(measure, place, after, reasons);
                }
            }
        }

        CheckLevels(input, reasons);
    }

    private static void Compare(GateInput input, MeasureColumns measure, ColumnPlace place, Column before, Column after, string when, Reasons reasons)
    {
        var limits = input.Register.Gates;
        var (gone, symbols, figures, first) = (0, 0, 0, "");
        for (var i = 0; i < before.Areas.Length; i++)
        {
            if (!Column.HasFigure(before.Status[i]))
            {
                continue;
            }

            figures++;
            var at = after.IndexOf(before.Areas[i]);
            if (at < 0)
            {
                first = gone++ == 0 ? before.Areas[i] : first;
            }
            else if (!Column.HasFigure(after.Status[at]))
            {
                symbols++;
            }
        }

        var id = measure.Measure.Id;
        if (gone > limits.MissingAreas)
        {
            reasons.Add(GateNames.Incomplete, $"{id} {place}", $"{gone} of {figures} areas that had figures {when} are missing, {first} among them.");
        }

        if (symbols > limits.MissingFigures * figures)
        {
            reasons.Add(GateNames.Incomplete, $"{id} {place}", $"{symbols} of {figures} areas that had figures {when} have a symbol instead; at most {limits.MissingFigures:0.#%} may.");
        }
    }

    private static void CompareDivisions(MeasureColumns measure, ColumnPlace place, Column after, Reasons reasons)
    {
        var level = Division.Find(place.Division)!.Level;
        var before = measure.Before.Where(b => Division.Find(b.Key.Division)!.Level == level)
            .OrderByDescending(b => b.Key.Period, StringComparer.Ordinal).Select(b => b.Value).FirstOrDefault();
        if (before is not null && Figures(after) < (1 - FewerAreasOfNewDivision) * Figures(before))
        {
            reasons.Add(GateNames.Incomplete, $"{measure.Measure.Id} {place}",
                $"Only {Figures(after)} areas of the new division have figures, where {Figures(before)} of the one before it had.");
        }
    }

    private static void CheckLevels(GateInput input, Reasons reasons)
    {
        foreach (var measure in input.Measures.Where(m => !m.Measure.Optional))
        {
            foreach (var period in input.Table.Time.Codes)
            {
                foreach (var level in input.Register.Levels)
                {
                    var covered = measure.After.Any(a => a.Key.Period == period && Division.Find(a.Key.Division)!.Level == level && HasFigures(a.Value));
                    if (!covered)
                    {
                        reasons.Add(GateNames.Incomplete, $"{measure.Measure.Id} {period}", $"No area of a {level} division that is valid for {period} has a figure of {measure.Measure.Id}.");
                    }
                }
            }
        }
    }

    private static bool HasFigures(Column column) => column.Status.Any(Column.HasFigure);

    private static int Figures(Column column) => column.Status.Count(Column.HasFigure);
}
