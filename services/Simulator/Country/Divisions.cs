namespace Utanforskap.Simulator.Country;

/// <summary>
/// Cuts municipalities into areas, and makes the new division from the old. As in the division change of real statistics, most areas stay as
/// they are, some get another border under the same code, a few are split or merged, and some smallest areas that have grown are cut in two.
/// </summary>
internal sealed class Divisions(Chance chance, Names names, List<Part> parts)
{
    private const double BordersMoved = 0.045;
    private const double Renumbered = 0.015;
    private const double SmallAreasCut = 0.03;
    private const double Renamed = 0.01;

    /// <summary>Added to an area's number, more than any other number, to find it another name.</summary>
    private const int OtherName = 1_000;

    /// <summary>Splits so far less merges so far: the new division has as many areas as the old, or one more.</summary>
    private int _surplus;

    public int Cells { get; private set; }

    public List<Area> OldAreas { get; } = [];

    public List<Area> NewAreas { get; } = [];

    public List<Area> OldSmall { get; } = [];

    public List<Area> NewSmall { get; } = [];

    /// <summary>Adds the next municipality along the curve.</summary>
    public void Add(int municipality, string code, int areas)
    {
        var old = new List<Stretch>(areas);
        var firstCell = Cells;
        for (var number = 1; number <= areas; number++)
        {
            var cells = PartsOf(municipality, number);
            old.Add(new Stretch(number, Cells, cells));
            Cells += cells;
        }

        var firstPartOf = AddSmall(municipality, code, firstCell, areas);
        AddAreas(OldAreas, municipality, code, "", old, firstPartOf, firstCell, isRenamed: _ => false);
        AddAreas(
            NewAreas, municipality, code, "_AlvReg2023", Redrawn(municipality, old), firstPartOf, firstCell,
            isRenamed: number => chance.Uniform(Draw.AreaName, number, -2 - municipality) < Renamed);
    }

    private int PartsOf(int municipality, int number) => chance.Uniform(Draw.PartsOfArea, number, municipality) switch
    {
        < 0.48 => 1,
        < 0.80 => 2,
        < 0.94 => 3,
        _ => 4,
    };

    /// <summary>Adds the municipality's parts and smallest areas, and returns the first part of each cell and, at the end, of the next.</summary>
    private int[] AddSmall(int municipality, string code, int firstCell, int areas)
    {
        var cells = Cells - firstCell;
        var size = Math.Min(1, 0.45 + (0.15 * Math.Log10(areas + 1)));
        var numbers = new int[3];
        var firstPartOf = new int[cells + 1];
        var (old, renewed) = (new List<Area>(cells), new List<Area>(cells));
        var cut = new List<(char Letter, int Part)>();
        for (var i = 0; i < cells; i++)
        {
            var cell = firstCell + i;
            var off = Math.Abs(((i + 0.5) / cells) - 0.5) * 2;
            var town = Math.Clamp(size * (1.15 - off) + (0.12 * chance.Normal(Draw.Own, cell, 1)), 0, 1);
            var letter = town > 0.5 ? 'C' : town > 0.3 ? 'B' : 'A';
            var plain = SmallCode(code, letter, numbers[letter - 'A']++);
            var first = firstPartOf[i] = parts.Count;
            var isCut = chance.Uniform(Draw.DivisionChange, cell, 1) < SmallAreasCut;
            parts.Add(new Part(cell, isCut ? 1 : 0, municipality, town));
            if (isCut)
            {
                parts.Add(new Part(cell, 2, municipality, town));
                cut.Add((letter, first + 1));
            }

            old.Add(new Area(plain, plain, municipality, first, parts.Count - first));
            renewed.Add(Renewed(plain, municipality, first));
        }

        firstPartOf[cells] = parts.Count;
        foreach (var (letter, part) in cut)
        {
            renewed.Add(Renewed(SmallCode(code, letter, numbers[letter - 'A']++), municipality, part));
        }

        OldSmall.AddRange(old.OrderBy(a => a.Code, StringComparer.Ordinal));
        NewSmall.AddRange(renewed.OrderBy(a => a.Code, StringComparer.Ordinal));
        return firstPartOf;
    }

    private static Area Renewed(string plain, int municipality, int part)
    {
        var code = plain + "_AlvDel2023";
        return new Area(code, code, municipality, part, 1);
    }

    /// <summary>Three digits number the smallest areas of a letter, and the fourth is a reserve, used only when they are used up.</summary>
    private static string SmallCode(string municipality, char letter, int index) => $"{municipality}{letter}{(index % 999) + 1:000}{index / 999}";

    private void AddAreas(
        List<Area> areas, int municipality, string code, string suffix, List<Stretch> stretches, int[] firstPartOf, int firstCell, Predicate<int> isRenamed)
    {
        foreach (var (number, first, cells) in stretches)
        {
            var start = firstPartOf[first - firstCell];
            var end = firstPartOf[first + cells - firstCell];
            var name = isRenamed(number) ? number + OtherName : number;
            areas.Add(new Area($"{code}R{number:000}{suffix}", names.Area(municipality, name), municipality, start, end - start));
        }
    }

    /// <summary>The areas of a municipality in the new division, in order of their numbers.</summary>
    private List<Stretch> Redrawn(int municipality, List<Stretch> old)
    {
        var renewed = new List<Stretch>(old.Count + 1);
        var next = old.Count + 1;
        for (var i = 0; i < old.Count; i++)
        {
            var area = old[i];
            var fate = chance.Uniform(Draw.DivisionChange, municipality, -1 - i);
            Stretch? beside = i + 1 < old.Count ? old[i + 1] : null;
            if (fate < BordersMoved && beside is { } neighbour && area.Cells + neighbour.Cells > 2)
            {
                // One smallest area goes over to the larger area's neighbour.
                var moved = area.Cells > neighbour.Cells ? -1 : 1;
                renewed.Add(area with { Cells = area.Cells + moved });
                renewed.Add(new Stretch(neighbour.Number, neighbour.First + moved, neighbour.Cells - moved));
                i++;
            }
            else if (fate > 1 - Renumbered && _surplus <= 0 && area.Cells > 1)
            {
                var kept = (area.Cells + 1) / 2;
                renewed.Add(area with { Cells = kept });
                renewed.Add(new Stretch(next++, area.First + kept, area.Cells - kept));
                _surplus++;
            }
            else if (fate > 1 - Renumbered && _surplus > 0 && beside is { } joined && area.Cells + joined.Cells <= 4)
            {
                renewed.Add(area with { Cells = area.Cells + joined.Cells });
                _surplus--;
                i++;
            }
            else
            {
                renewed.Add(area);
            }
        }

        return [.. renewed.OrderBy(s => s.Number)];
    }

    /// <summary>Some cells in a row along the curve, under a number.</summary>
    private readonly record struct Stretch(int Number, int First, int Cells);
}
