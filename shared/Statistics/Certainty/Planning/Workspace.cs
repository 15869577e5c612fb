namespace Utanforskap.Statistics.Certainty.Planning;

/// <summary>
/// What one thread computes draws in: a column per input, series and step, used again for each draw. Columns are padded with missing values to a multiple
/// of four, so that whole vectors can be taken from them.
/// </summary>
internal sealed class Workspace
{
    private readonly List<double[]> _scratch = [];
    private double[] _point = [];

    internal Workspace(Plan plan)
    {
        Plan = plan;
        Areas = plan.Areas;
        Columns = new double[plan.Slots][];
        Settings = [.. plan.Operations.Select(operation => (double[])operation.Settings.Clone())];
        for (var slot = 0; slot < Columns.Length; slot++)
        {
            Columns[slot] = plan.Constant(slot) ?? Padded(Areas);
        }
    }

    public Plan Plan { get; }

    public int Areas { get; }

    /// <summary>By slot; constant ones are shared between threads.</summary>
    public double[][] Columns { get; }

    /// <summary>By operation: its weights or limits, which a draw may set.</summary>
    public double[][] Settings { get; }

    /// <summary>A column's values without the padding.</summary>
    public Span<double> Values(int slot) => Columns[slot].AsSpan(0, Areas);

    /// <summary>Columns for what a draw needs on the way.</summary>
    public double[] Scratch(int number)
    {
        while (_scratch.Count <= number)
        {
            _scratch.Add(Padded(Areas));
        }

        return _scratch[number];
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
    public static double[] Padded(int areas)
    {
        var column = new double[(areas + 3) & ~3];
        Array.Fill(column, double.NaN);
        return column;
    }

    /// <summary>A padded copy.</summary>
    public static double[] Padded(ReadOnlySpan<double> values)
    {
        var column = Padded(values.Length);
        values.CopyTo(column);
        return column;
    }
}
