namespace Utanforskap.Simulator.Country;

/// <summary>
/// Hilbert's curve through a square of 2ⁿ × 2ⁿ cells. Neighbours along the curve are neighbours on the plane, and no stretch of it encloses a cell
/// outside it, so every stretch is one area without holes: the country is cut into counties, municipalities and areas by cutting the curve.
/// </summary>
internal static class Curve
{
    /// <summary>The smallest square, as the number of cells on its side, whose curve has at least this many cells.</summary>
    public static int Side(int cells)
    {
        var side = 1;
        while ((long)side * side < cells)
        {
            side *= 2;
        }

        return side;
    }

    /// <summary>Column and row of a cell.</summary>
    /// <param name="side">A power of two.</param>
    /// <param name="cell">Its place along the curve, from 0.</param>
    public static (int X, int Y) Place(int side, int cell)
    {
        var (x, y) = (0, 0);
        for (int square = 1, rest = cell; square < side; square *= 2, rest /= 4)
        {
            var right = 1 & (rest / 2);
            var up = 1 & (rest ^ right);
            if (up == 0)
            {
                if (right == 1)
                {
                    (x, y) = (square - 1 - x, square - 1 - y);
                }

                (x, y) = (y, x);
            }

            (x, y) = (x + (square * right), y + (square * up));
        }

        return (x, y);
    }
}
