using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Utanforskap.Statistics.Indices;

/// <summary>One step of a run as it happened.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Series">The series or input that it belongs to.</param>
/// <param name="Operation">The step's name; that of the combination, or <c>column</c>, where the series begins.</param>
/// <param name="Arguments">What it was told and found, in a stated order: settings of the definition and parameters of the reference population.</param>
/// <param name="Inputs">Hashes of the columns that it read: its values, and for a step what it weighs by and is fitted within.</param>
/// <param name="Output">Hash of the column that it made.</param>
/// <param name="Cells">Cells that were imputed or treated; empty for other steps.</param>
public sealed record StepRecord(
    int Number,
    string Series,
    string Operation,
    IReadOnlyList<KeyValuePair<string, string>> Arguments,
    IReadOnlyList<string> Inputs,
    string Output,
    IReadOnlyList<CellRecord> Cells)
{
    /// <summary>The parameters that the step had, from which it can be regenerated; null where it is no step, or where a log's file cannot hold them (ranks).</summary>
    public StepFit? Fit { get; init; }
}

/// <summary>The log of a run, by which the run can be regenerated from any step (<see cref="IndexComputation.Replay"/>) and compared with another (<see cref="LogComparison"/>).</summary>
/// <param name="Index">The definition's id.</param>
/// <param name="Version">The definition's version.</param>
/// <param name="Period">The year that the run was for, if one was given.</param>
/// <param name="Areas">How many areas there were.</param>
/// <param name="Codes">Hash of their codes, in order.</param>
/// <param name="Steps">Every step in order.</param>
public sealed record StepLog(string Index, string Version, int? Period, int Areas, string Codes, IReadOnlyList<StepRecord> Steps)
{
    /// <summary>The log of a run that was computed with one.</summary>
    public static StepLog Of(IndexRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(run.Definition.Id, run.Definition.Version, run.Period, run.Figures.Areas.Count, ColumnHash.Of(run.Figures.Areas), run.Log);
    }
}

/// <summary>A cell that a step filled in or treated.</summary>
/// <param name="Area">The area's code.</param>
/// <param name="Before">Its value before; null where it was missing.</param>
/// <param name="After">Its value after.</param>
public sealed record CellRecord(string Area, double? Before, double After);

/// <summary>Hashes of columns: SHA-256 of the values' bits, little-endian, in the areas' order, every missing value alike; in small hexadecimal letters.</summary>
public static class ColumnHash
{
    private static readonly long Missing = BitConverter.DoubleToInt64Bits(double.NaN);

    /// <summary>The hash of a column.</summary>
    public static string Of(ReadOnlySpan<double> values)
    {
        var bits = new long[values.Length];
        for (var i = 0; i < bits.Length; i++)
        {
            // −0 and 0 are the same figure.
            var value = double.IsNaN(values[i]) ? Missing : values[i] == 0 ? 0 : BitConverter.DoubleToInt64Bits(values[i]);
            bits[i] = BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(bits.AsSpan())));
    }

    /// <summary>The hash of a column of texts: of their UTF-8 bytes, each with a zero byte after it.</summary>
    public static string Of(IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => text + '\0')))));
}
