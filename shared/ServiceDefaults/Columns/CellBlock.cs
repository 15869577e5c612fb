using Utanforskap.Contracts.Reading;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>
/// Cells of some areas of a list as bytes, about two bytes for a count of persons: version; how many cells; unless they are all of the list,
/// the gaps between their ordinals; runs of equal statuses; then the figures, as whole numbers of the coarsest decimal that gives every double
/// back exactly (1, 0.1, 0.01, 0.001), else as doubles. The same cells give the same bytes.
/// </summary>
internal static class CellBlock
{
    private const byte Version = 1;
    private const byte AsDoubles = 255;
    private static readonly double[] Scales = [1, 10, 100, 1000];

    /// <param name="listLength">How many areas the list has.</param>
    /// <param name="ordinals">Places of the cells in the list, ascending.</param>
    /// <param name="values">Parallel to <paramref name="ordinals"/>.</param>
    /// <param name="status">Parallel to <paramref name="ordinals"/>.</param>
    public static byte[] Write(int listLength, ReadOnlySpan<int> ordinals, ReadOnlySpan<double> values, ReadOnlySpan<FigureStatus> status)
    {
        var block = new BlockWriter();
        block.Byte(Version);
        block.Number(ordinals.Length);
        if (ordinals.Length != listLength)
        {
            var next = 0;
            foreach (var ordinal in ordinals)
            {
                block.Number(ordinal - next);
                next = ordinal + 1;
            }
        }

        for (var i = 0; i < status.Length;)
        {
            var run = 1;
            while (i + run < status.Length && status[i + run] == status[i])
            {
                run++;
            }

            block.Byte((byte)status[i]);
            block.Number(run);
            i += run;
        }

        WriteFigures(block, values, status);
        return block.ToArray();
    }

    /// <summary>Lays the block's cells over those of the list; returns their ordinals.</summary>
    public static int[] Overlay(byte[] bytes, double[] values, FigureStatus[] status)
    {
        var block = new BlockReader(bytes);
        if (block.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"A cell block of version {version} cannot be read by this build.");
        }

        var ordinals = ReadOrdinals(ref block, values.Length);
        for (var i = 0; i < ordinals.Length;)
        {
            var kind = (FigureStatus)block.Byte();
            var run = block.Count(ordinals.Length - i);
            if (run == 0)
            {
                throw new InvalidDataException("A cell block has an empty run of statuses.");
            }

            for (var end = i + run; i < end; i++)
            {
                status[ordinals[i]] = kind;
            }
        }

        ReadFigures(ref block, ordinals, values, status);
        block.End();
        return ordinals;
    }

    private static int[] ReadOrdinals(ref BlockReader block, int listLength)
    {
        var ordinals = new int[block.Count(listLength)];
        var next = 0;
        for (var i = 0; i < ordinals.Length; i++)
        {
            var gap = ordinals.Length == listLength ? 0 : block.Count(listLength - 1 - next);
            ordinals[i] = next + gap;
            next = ordinals[i] + 1;
        }

        return ordinals;
    }

    private static void WriteFigures(BlockWriter block, ReadOnlySpan<double> values, ReadOnlySpan<FigureStatus> status)
    {
        var decimals = DecimalsOf(values, status);
        block.Byte(decimals);
        for (var i = 0; i < values.Length; i++)
        {
            if (!Column.HasFigure(status[i]))
            {
                continue;
            }

            if (decimals == AsDoubles)
            {
                block.Double(values[i] + 0.0);
            }
            else
            {
                block.Signed((long)Math.Round(values[i] * Scales[decimals]));
            }
        }
    }

    private static void ReadFigures(ref BlockReader block, int[] ordinals, double[] values, FigureStatus[] status)
    {
        var decimals = block.Byte();
        if (decimals != AsDoubles && decimals >= Scales.Length)
        {
            throw new InvalidDataException($"A cell block has figures of an unknown kind {decimals}.");
        }

        foreach (var ordinal in ordinals)
        {
            values[ordinal] = !Column.HasFigure(status[ordinal]) ? double.NaN
                : decimals == AsDoubles ? block.Double()
                : block.Signed() / Scales[decimals];
        }
    }

    private static byte DecimalsOf(ReadOnlySpan<double> values, ReadOnlySpan<FigureStatus> status)
    {
        byte decimals = 0;
        for (var i = 0; i < values.Length; i++)
        {
            // Whatever needs fewer decimals is also exact with more, as long as the scaled number stays below 2^53.
            while (Column.HasFigure(status[i]) && !IsExact(values[i], Scales[decimals]))
            {
                if (++decimals == Scales.Length)
                {
                    return AsDoubles;
                }
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Column.HasFigure(status[i]) && !IsExact(values[i], Scales[decimals]))
            {
                return AsDoubles;
            }
        }

        return decimals;
    }

    private static bool IsExact(double value, double scale)
    {
        var scaled = Math.Round(value * scale);
        return Math.Abs(scaled) < 9_007_199_254_740_992 && scaled / scale == value;
    }
}
