namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// How much one body may ask of the reader. Everything that comes from outside is read within these, so that a hostile or broken source
/// costs a refusal and never the process.
/// </summary>
public sealed record ReadLimits
{
    /// <summary>The limits of the service: 20 million cells (180 MB) in a body of at most 2 GB.</summary>
    public static ReadLimits Standard { get; } = new();

    /// <summary>Bytes of the body, after the transport's decompression.</summary>
    public long Bytes { get; init; } = 2_000_000_000;

    /// <summary>Cells of the table, missing ones included.</summary>
    public int Cells { get; init; } = 20_000_000;

    /// <summary>Dimensions of the table.</summary>
    public int Dimensions { get; init; } = 64;

    /// <summary>Categories of all dimensions together.</summary>
    public int Categories { get; init; } = 1_000_000;

    /// <summary>UTF-8 bytes of one string (a label, a note) or one number.</summary>
    public int StringBytes { get; init; } = 1 << 20;

    /// <summary>Characters of all strings that are kept: labels, codes, notes.</summary>
    public long KeptCharacters { get; init; } = 64 << 20;

    /// <summary>Levels of nesting.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Entries of a zip container (an xlsx is one).</summary>
    public int ZipEntries { get; init; } = 1_000;

    /// <summary>Bytes that a zip container may unpack to.</summary>
    public long ZipExpandedBytes { get; init; } = 128L << 20;

    /// <summary>How many times larger than packed a zip entry of over a megabyte may become.</summary>
    public int ZipRatio { get; init; } = 200;
}
