namespace Utanforskap.Statistics.Groups;

/// <summary>Centroids laid out for <see cref="PointBlocks.Nearest"/>: four at a time, indicator by indicator, filled up with ones that are never nearest.</summary>
internal sealed class Centroids
{
    public const int Batch = 4;

    private readonly double[] _rows;
    private readonly int _dimensions;

    /// <param name="rows">The coordinates, centroid by centroid; kept and moved.</param>
    /// <param name="dimensions">Coordinates of a centroid.</param>
    public Centroids(double[] rows, int dimensions)
    {
        _rows = rows;
        _dimensions = dimensions;
        Count = rows.Length / dimensions;
        Padded = (Count + Batch - 1) / Batch * Batch;
        Negated = new double[Padded * dimensions];
        HalfSquares = new double[Padded];
        HalfSquares.AsSpan(Count).Fill(double.PositiveInfinity);
        Lay();
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary><see cref="Count"/> rounded up to whole batches.</summary>
    public int Padded { get; }

    /// <summary>The coordinates' negatives, by batch, coordinate, place in the batch.</summary>
    public double[] Negated { get; }

    /// <summary>Half the squared length of each.</summary>
    public double[] HalfSquares { get; }

    /// <summary>The coordinates of a centroid.</summary>
    public ReadOnlySpan<double> this[int centroid] => _rows.AsSpan(centroid * _dimensions, _dimensions);

    /// <summary>Puts a centroid elsewhere; <see cref="Lay"/> makes it count.</summary>
    public Span<double> Row(int centroid) => _rows.AsSpan(centroid * _dimensions, _dimensions);

    /// <summary>Lays the moved centroids out anew.</summary>
    public void Lay()
    {
        for (var c = 0; c < Count; c++)
        {
            var square = 0.0;
            for (var j = 0; j < _dimensions; j++)
            {
                var coordinate = _rows[(c * _dimensions) + j];
                square = Math.FusedMultiplyAdd(coordinate, coordinate, square);
                Negated[(((c / Batch * _dimensions) + j) * Batch) + (c % Batch)] = -coordinate;
            }

            HalfSquares[c] = square / 2;
        }
    }
}
