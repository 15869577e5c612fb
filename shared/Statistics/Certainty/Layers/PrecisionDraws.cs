using System.Globalization;
using Utanforskap.Statistics.Certainty.Drawing;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>Figures that could have been published as the ones that were.</summary>
internal sealed class PrecisionDraws : IDraws
{
    private readonly PublishedColumn[] _columns;
    private readonly PublishedInput[] _inputs;

    public PrecisionDraws(IndexDefinition definition, IndexFigures figures, int? period, IReadOnlyList<string> targets)
    {
        var model = definition.Certainty!;
        var columns = new Dictionary<string, (InputPrecision Precision, PublishedColumn Column)>(StringComparer.Ordinal);
        foreach (var precision in model.Precision)
        {
            var input = definition.Inputs.Single(one => one.Id == precision.Input);
            foreach (var name in input.Columns)
            {
                if (columns.TryGetValue(name, out var known))
                {
                    if (known.Precision with { Input = precision.Input } != precision)
                    {
                        throw new IndexException($"the column \"{name}\" is published in one way, but the precisions of {known.Precision.Input} and {precision.Input} differ.");
                    }
                }
                else
                {
                    columns.Add(name, (precision, PublishedColumn.Of(name, columns.Count, input, precision, figures)));
                }
            }
        }

        _columns = [.. columns.Values.Select(one => one.Column)];
        var central = figures.With(_columns.Select(column => KeyValuePair.Create(column.Name, column.Central[..figures.Areas.Count])));
        Central = IndexComputation.ComputeFrom(
            definition, figures, definition.Inputs.ToDictionary(input => input.Id, input => InputReading.Read(input, central, period), StringComparer.Ordinal));

        // An input varies with its columns, also where it shares them with one that is listed.
        PublishedInput[] inputs = [.. definition.Inputs.Where(input => input.Columns.Any(columns.ContainsKey)).Select(input => PublishedInput.Of(input, columns.ToDictionary(one => one.Key, one => one.Value.Column, StringComparer.Ordinal), Central))];
        var plan = new Plan(Central, inputs.Select(input => input.Id).ToHashSet(StringComparer.Ordinal), new HashSet<string>(), targets);
        _inputs = [.. inputs.Where(input => plan.Has(input.Id))];
        Plans = [plan];
    }

    /// <summary>The run in the middle of what is possible.</summary>
    public IndexRun Central { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>The lowest and highest figure that could have been published so; null for inputs that do not vary.</summary>
    public (double[] Low, double[] High)? EndsOf(string input) => Array.Find(_inputs, one => one.Id == input)?.Ends;

    /// <inheritdoc/>
    public Workspace Begin(ulong seed, ulong draw, Workspace[] workspaces)
    {
        workspaces[0].Begin(seed, draw, _columns.Length);
        return workspaces[0];
    }

    /// <inheritdoc/>
    public void Fill(Workspace workspace)
    {
        var shares = workspace.Scratch(_columns.Length);
        foreach (var column in _columns)
        {
            workspace.Streams[column.Number].Fill(shares);
            column.Draw(shares, workspace.From, workspace.Scratch(column.Number));
        }

        foreach (var input in _inputs)
        {
            input.Make(workspace, workspace.Tile(Plans[0][input.Id]));
        }
    }
}

/// <summary>A column as it is published, and what could stand behind it.</summary>
internal sealed class PublishedColumn
{
    private readonly CellKeyTable? _noise;
    private readonly double[] _published;
    private readonly double[] _widths;
    private readonly int[] _suppressed;
    private readonly int _below;

    private PublishedColumn(string name, int number, double[] published, double[] low, double[] high, CellKeyTable? noise, int[] suppressed, int below)
    {
        (Name, Number, _published, Low, High, _noise, _suppressed, _below) = (name, number, published, low, high, noise, suppressed, below);
        _widths = [.. low.Zip(high, (l, h) => h - l)];
        Central = [.. low.Zip(high, (l, h) => l + ((h - l) / 2))];
        if (noise is not null)
        {
            // The middle of noise is the published figure itself, but where it would reach below 0.
            for (var area = 0; area < published.Length; area++)
            {
                Central[area] = double.IsNaN(published[area]) ? Central[area] : published[area];
            }
        }
    }

    public string Name { get; }

    public int Number { get; }

    public double[] Low { get; }

    public double[] High { get; }

    public double[] Central { get; }

    public static PublishedColumn Of(string name, int number, Input input, InputPrecision precision, IndexFigures figures)
    {
        var published = Workspace.Padded(InputReading.Column(input, name, figures));
        var (low, high) = ((double[])published.Clone(), (double[])published.Clone());
        var isCount = input.Source.Denominator is not null || precision.CellKey is not null;
        var half = precision.Decimals is { } decimals ? 0.5 * Math.Pow(10, -decimals) : 0;
        for (var area = 0; area < figures.Areas.Count; area++)
        {
            if (precision.CellKey is { } key)
            {
                if (published[area] < 0 || published[area] != Math.Floor(published[area]))
                {
                    throw new IndexException(string.Create(CultureInfo.InvariantCulture, $"column \"{name}\", area {figures.Areas[area]}: {published[area]} is no count, so it has no Cell Key noise."));
                }

                (low[area], high[area]) = (Math.Max(0, published[area] - key.Largest), published[area] + key.Largest);
            }
            else if (half > 0)
            {
                (low[area], high[area]) = (published[area] - half, published[area] + half);
                if (isCount)
                {
                    low[area] = published[area] >= 0 ? Math.Max(0, low[area]) : low[area];
                }
                else if (InputReading.BridgeOf(input, figures) is null)
                {
                    low[area] = Within(low[area], input);
                    high[area] = Within(high[area], input);
                }
            }
        }

        int[] suppressed = [];
        if (precision.Suppressed is { } suppression)
        {
            var where = figures.Numbers(suppression.Where) ?? throw new IndexException($"the precision of \"{input.Id}\" reads the column \"{suppression.Where}\", which the figures do not have.");
            suppressed = [.. Enumerable.Range(0, figures.Areas.Count).Where(area => double.IsNaN(published[area]) && where[area] == 1)];
            foreach (var area in suppressed)
            {
                (low[area], high[area]) = (0, suppression.Below - 1);
            }
        }

        return new PublishedColumn(name, number, published, low, high, precision.CellKey is { } assumed ? new CellKeyTable(assumed) : null, suppressed, precision.Suppressed?.Below ?? 0);
    }

    /// <summary>What stands behind a part of the column, from an area on, at uniform shares of its distribution.</summary>
    public void Draw(ReadOnlySpan<double> shares, int from, Span<double> values)
    {
        if (_noise is null)
        {
            Columnwise.Between(Low.AsSpan(from), _widths.AsSpan(from), shares, values);
        }
        else
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = double.IsNaN(_published[from + i]) ? double.NaN : _noise.True(_published[from + i], shares[i]);
            }
        }

        var first = Array.BinarySearch(_suppressed, from);
        for (var i = first < 0 ? ~first : first; i < _suppressed.Length && _suppressed[i] < from + values.Length; i++)
        {
            values[_suppressed[i] - from] = Math.Floor(shares[_suppressed[i] - from] * _below);
        }
    }

    private static double Within(double value, Input input) => Math.Min(Math.Max(value, input.Lowest ?? double.NegativeInfinity), input.Highest ?? double.PositiveInfinity);
}

/// <summary>An input made of published columns.</summary>
internal sealed class PublishedInput
{
    private readonly PublishedColumn? _column;
    private readonly PublishedColumn? _denominator;
    private readonly double[]? _fixed;
    private readonly double[]? _fixedDenominator;
    private readonly Input _input;
    private readonly Bridge _bridge;
    private readonly double[] _mask;

    private PublishedInput(Input input, IReadOnlyDictionary<string, PublishedColumn> columns, IndexRun central)
    {
        (_input, _bridge) = (input, InputReading.BridgeOf(input, central.Figures) ?? new Bridge());
        _column = columns.GetValueOrDefault(input.Source.Column);
        _fixed = _column is null ? Workspace.Padded(central.Figures.Numbers(input.Source.Column)) : null;
        if (input.Source.Denominator is { } by)
        {
            _denominator = columns.GetValueOrDefault(by);
            _fixedDenominator = _denominator is null ? Workspace.Padded(central.Figures.Numbers(by)) : null;
        }

        // What the central run leaves out stays out: too old, required and missing, a share of nobody.
        _mask = Workspace.Padded(central.Figures.Areas.Count);
        var there = central[input.Id];
        for (var area = 0; area < there.Length; area++)
        {
            _mask[area] = double.IsNaN(there[area]) ? double.NaN : 0;
        }
    }

    public string Id => _input.Id;

    /// <summary>The lowest and highest value.</summary>
    public (double[] Low, double[] High) Ends
    {
        get
        {
            var (low, high) = (_column?.Low ?? _fixed!, _column?.High ?? _fixed!);
            if (_input.Source.Denominator is null)
            {
                return InOrder(Masked(low), Masked(high));
            }

            var (least, most) = (_denominator?.Low ?? _fixedDenominator!, _denominator?.High ?? _fixedDenominator!);

            // Counts are not negative; a denominator that may be 0 leaves the highest open.
            return InOrder(
                Masked([.. low.Zip(most, (n, d) => n / d * _input.Source.Per)]),
                Masked([.. high.Zip(least, (n, d) => d > 0 ? n / d * _input.Source.Per : double.PositiveInfinity)]));
        }
    }

    public static PublishedInput Of(Input input, IReadOnlyDictionary<string, PublishedColumn> columns, IndexRun central) => new(input, columns, central);

    /// <summary>The input in the workspace's tile, from what was drawn of its columns.</summary>
    public void Make(Workspace workspace, Span<double> values)
    {
        var figures = Figures(_column, _fixed);
        if (_input.Source.Denominator is not null)
        {
            Columnwise.Divide(figures, Figures(_denominator, _fixedDenominator), _input.Source.Per, values);
            figures = values;
        }

        Made(figures, _mask.AsSpan(workspace.From), values);

        Span<double> Figures(PublishedColumn? drawn, double[]? known) => drawn is null ? known.AsSpan(workspace.From, workspace.Length) : workspace.Scratch(drawn.Number);
    }

    /// <summary>A bridge that turns figures round turns their ends round.</summary>
    private (double[] Low, double[] High) InOrder(double[] low, double[] high) => _bridge.Multiply < 0 ? (high, low) : (low, high);

    private double[] Masked(double[] figures)
    {
        var values = new double[figures.Length];
        Made(figures, _mask, values);
        return values;
    }

    /// <summary>Figures led over to the version that limits are set for, held within what is possible.</summary>
    private void Made(ReadOnlySpan<double> figures, ReadOnlySpan<double> mask, Span<double> values) => Columnwise.Made(
        figures, _bridge.Multiply, _bridge.Add, _input.Lowest ?? double.NegativeInfinity, _input.Highest ?? double.PositiveInfinity, mask, values);
}
