using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Certainty.Drawing;

namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>
/// What one thread computes draws in: a column per input, series and step, used again for each draw. A draw goes through the areas tile by tile (see <see cref="Plan.Run"/>): columns that
/// nothing reads after their tile are as long as a tile, so that they stay in the processor's cache however many areas there are. Columns are padded with missing values to a multiple of
/// four, so that whole vectors can be taken from them.
/// </summary>
internal sealed class Workspace
{
    /// <summary>Areas of a tile: a column of it is 16 kB, so that some dozens of them fit into a core's own cache.</summary>
    private const int Tiled = 2048;

    private readonly int _tile;
    private readonly List<double[]> _scratch = [];
    private double[] _point = [];

    /// <param name="plan">What is computed.</param>
    /// <param name="isWhole">Whether all areas are one tile, as where areas are not in the same order in all that is drawn.</param>
    internal Workspace(Plan plan, bool isWhole = false)
    {
        Plan = plan;
        Areas = plan.Areas;
        var padded = PaddedLength(Areas);
        _tile = isWhole ? padded : Math.Min(Tiled, padded);
        Settings = [.. plan.Operations.Select(operation => (double[])operation.Settings.Clone())];
        Fitted = [.. plan.Operations.Select(_ => new double[2])];
        Columns = new double[plan.Slots][];
        for (var slot = 0; slot < Columns.Length; slot++)
        {
            Columns[slot] = plan.Constant(slot) ?? Missing(plan.IsKept(slot) ? padded : _tile);
        }

        plan.Begin(this);
    }

    public Plan Plan { get; }

    public int Areas { get; }

    /// <summary>The first area of the tile.</summary>
    public int From { get; private set; }

    /// <summary>How long the tile is, padding included.</summary>
    public int Length { get; private set; }

    /// <summary>By slot; constant ones are shared between threads.</summary>
    public double[][] Columns { get; }

    /// <summary>By operation: its weights or limits, which a draw may set.</summary>
    public double[][] Settings { get; }

    /// <summary>By operation: two numbers that it found over all areas.</summary>
    public double[][] Fitted { get; }

    /// <summary>Random numbers of the draw, which go on from tile to tile.</summary>
    public RandomStream[] Streams { get; private set; } = [];

    /// <summary>A whole column's values without the padding, of a slot that is kept.</summary>
    public Span<double> Values(int slot) => Columns[slot].AsSpan(0, Areas);

    /// <summary>Goes to the tile at an area; false, and stays, after the last.</summary>
    public bool MoveTo(int area)
    {
        if (area >= PaddedLength(Areas))
        {
            return false;
        }

        (From, Length) = (area, Math.Min(_tile, PaddedLength(Areas) - area));
        return true;
    }

    /// <summary>A column's part in the tile, padding included.</summary>
    public Span<double> Tile(int slot) => Columns[slot].AsSpan(OffsetOf(slot), Length);

    /// <summary>A column's part in the tile without the padding, and that set to missing.</summary>
    public Span<double> Unpadded(int slot)
    {
        var tile = Tile(slot);
        var areas = Math.Min(Length, Areas - From);
        tile[areas..].Fill(double.NaN);
        return tile[..areas];
    }

    /// <summary>Four values of the tile.</summary>
    public Vector256<double> Load(int slot, nuint place) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(Columns[slot]), (nuint)OffsetOf(slot) + place);

    /// <summary>Where the tile begins in a slot's column.</summary>
    public int OffsetOf(int slot) => Plan.IsKept(slot) ? From : 0;

    /// <summary>Begins the random streams of a draw.</summary>
    public void Begin(ulong seed, ulong draw, int streams)
    {
        if (Streams.Length < streams)
        {
            Streams = new RandomStream[streams];
        }

        for (var stream = 0; stream < streams; stream++)
        {
            Streams[stream] = new RandomStream(seed, draw, (ulong)stream);
        }
    }

    /// <summary>Room for a column's part in the tile that a draw needs on the way.</summary>
    public Span<double> Scratch(int number)
    {
        while (_scratch.Count <= number)
        {
            _scratch.Add(Missing(_tile));
        }

        return _scratch[number].AsSpan(0, Length);
    }

    /// <summary>Room for a point of the choices.</summary>
    public Span<double> Point(int factors)
    {
        if (_point.Length < factors)
        {
            _point = new double[factors];
        }

        return _point.AsSpan(0, factors);
    }

    /// <summary>A column of missing values, its length a multiple of four.</summary>
    public static double[] Padded(int areas) => Missing(PaddedLength(areas));

    /// <summary>A padded copy.</summary>
    public static double[] Padded(ReadOnlySpan<double> values)
    {
        var column = Padded(values.Length);
        values.CopyTo(column);
        return column;
    }

    private static int PaddedLength(int areas) => (areas + 3) & ~3;

    private static double[] Missing(int length)
    {
        var column = new double[length];
        Array.Fill(column, double.NaN);
        return column;
    }
}
