namespace Utanforskap.Simulator.Country;

/// <summary>Fields over the plane that vary smoothly: what is near is alike.</summary>
internal static class Plane
{
    /// <summary>A field at each cell, as a sum of lattices of three widths, with mean 0 and standard deviation 1 over the country.</summary>
    /// <param name="draw">Which field.</param>
    /// <param name="cells">Number of cells.</param>
    /// <param name="own">How much each cell has of its own, beside the 1 that it shares with its neighbourhood.</param>
    /// <param name="chance">The country's chance.</param>
    public static double[] Field(Draw draw, int cells, double own, Chance chance)
    {
        var side = Curve.Side(cells);
        var field = new double[cells];
        for (var cell = 0; cell < cells; cell++)
        {
            var (x, y) = Curve.Place(side, cell);
            field[cell] = (0.7 * At(draw, 26, x, y, chance)) + (0.8 * At(draw, 9, x, y, chance)) + (0.7 * At(draw, 4, x, y, chance))
                + (own * chance.Normal(draw, cell, -1));
        }

        return Standardised(field);
    }

    /// <summary>Moves and stretches to mean 0 and standard deviation 1, in place.</summary>
    public static double[] Standardised(double[] field)
    {
        var mean = field.Average();
        var deviation = Math.Sqrt(field.Sum(v => (v - mean) * (v - mean)) / field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            field[i] = deviation > 0 ? (field[i] - mean) / deviation : 0;
        }

        return field;
    }

    /// <summary>Smooth between the random values at the corners of a lattice of the given width in cells.</summary>
    private static double At(Draw draw, int width, int x, int y, Chance chance)
    {
        var (column, row) = (x / width, y / width);
        var (right, up) = (Smooth((x + 0.5) / width - column), Smooth((y + 0.5) / width - row));
        double Corner(int dx, int dy) => chance.Normal(draw, ((long)(column + dx) << 32) + row + dy, width);
        return ((1 - up) * (((1 - right) * Corner(0, 0)) + (right * Corner(1, 0)))) + (up * (((1 - right) * Corner(0, 1)) + (right * Corner(1, 1))));
    }

    private static double Smooth(double t) => t * t * (3 - (2 * t));
}
