using System.Globalization;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>Puts the parts of a table that was read in several calls into one, each cell copied once to where it belongs.</summary>
/// <param name="selected">Selected codes by dimension code, in the order of the result.</param>
/// <param name="limits">Limits of the result.</param>
internal sealed class CubeJoiner(IReadOnlyDictionary<string, IReadOnlyList<string>> selected, ReadLimits limits)
{
    private readonly List<CubeDimension> _dimensions = [];
    private readonly List<Dictionary<string, int>> _positions = [];
    private readonly List<string[]> _labels = [];
    private readonly List<string?[]> _units = [];
    private StatCube? _first;
    private double[] _values = [];
    private byte[] _status = [];
    private long _filled;

    /// <summary>Whether a part is just what was asked for: all selected dimensions with the wanted codes.</summary>
    public static bool Answers(StatCube part, IReadOnlyDictionary<string, IReadOnlyList<string>> wanted) =>
        part.Dimensions.Count == wanted.Count
        && part.Dimensions.All(d => wanted.TryGetValue(d.Code, out var codes) && codes.Count == d.Codes.Count && codes.ToHashSet().SetEquals(d.Codes));

    /// <summary>Adds a part, which <see cref="Answers"/> a block of the selection.</summary>
    public void Add(StatCube part)
    {
        if (_first is null)
        {
            Begin(part);
        }

        var order = part.Dimensions.Select(d => _dimensions.FindIndex(own => own.Code == d.Code)).ToArray();
        var offsets = new int[order.Length][];
        var strides = Strides();
        for (var d = 0; d < order.Length; d++)
        {
            var dimension = part.Dimensions[d];
            offsets[d] = new int[dimension.Codes.Count];
            for (var i = 0; i < offsets[d].Length; i++)
            {
                var position = _positions[order[d]][dimension.Codes[i]];
                offsets[d][i] = position * strides[order[d]];
                _labels[order[d]][position] = dimension.Labels[i];
                if (dimension.Units.Count > 0)
                {
                    _units[order[d]][position] = dimension.Units[i];
                }
            }
        }

        Copy(part, offsets);
        _filled += part.Values.Length;
    }

    /// <summary>The whole table.</summary>
    public StatCube Finish()
    {
        if (_first is null || _filled != _values.Length)
        {
            throw new SourceFormatException("parts", string.Create(CultureInfo.InvariantCulture, $"{_filled} of the table's {_values.Length} cells came; the source changed while it was read"));
        }

        return _first with
        {
            Dimensions = [.. _dimensions.Select((d, i) => d with { Labels = _labels[i], Units = _units[i] })],
            Values = _values,
            Status = _status,
        };
    }

    private void Begin(StatCube part)
    {
        foreach (var dimension in part.Dimensions)
        {
            var codes = selected[dimension.Code];
            _dimensions.Add(dimension with { Codes = codes });
            _units.Add(dimension.Units.Count == 0 ? [] : new string?[codes.Count]);
            _positions.Add(codes.Select((code, i) => (code, i)).ToDictionary(p => p.code, p => p.i, StringComparer.Ordinal));
            _labels.Add(new string[codes.Count]);
        }

        _first = part;
        var cells = CubeShape.Cells(_dimensions.Select(d => d.Codes.Count), limits, "selection");
        _values = new double[cells];
        _status = new byte[cells];
    }

    private int[] Strides()
    {
        var strides = new int[_dimensions.Count];
        for (int d = strides.Length - 1, stride = 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= _dimensions[d].Codes.Count;
        }

        return strides;
    }

    private void Copy(StatCube part, int[][] offsets)
    {
        var counter = new int[offsets.Length];
        var inner = offsets[^1];
        for (var from = 0; from < part.Values.Length; from += inner.Length)
        {
            var start = 0;
            for (var d = 0; d < counter.Length - 1; d++)
            {
                start += offsets[d][counter[d]];
            }

            for (var i = 0; i < inner.Length; i++)
            {
                _values[start + inner[i]] = part.Values[from + i];
                _status[start + inner[i]] = part.Status[from + i];
            }

            for (var d = counter.Length - 2; d >= 0 && ++counter[d] == offsets[d].Length; d--)
            {
                counter[d] = 0;
            }
        }
    }
}
