using System.Text;
using System.Text.RegularExpressions;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>In which encoding a text file is written, from what it says and what its bytes show.</summary>
internal static partial class TextEncodings
{
    static TextEncodings() => RegisterCodePages();

    private static readonly UTF8Encoding _strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Makes the Windows and DOS code pages known to the process; harmless to repeat.</summary>
    public static void RegisterCodePages() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>A PX file's encoding: UTF-8 where its bytes are, else its CODEPAGE, else Windows-1252 for CHARSET="ANSI" and the old DOS page without.</summary>
    public static Encoding OfPx(ReadOnlySpan<byte> header)
    {
        // Files converted on the way keep a CODEPAGE that is no longer true; text in a one-byte page is hardly ever valid UTF-8 by chance.
        if (header.StartsWith("\uFEFF"u8) || (header.ContainsAnyInRange((byte)0x80, byte.MaxValue) && IsUtf8(header)))
        {
            return _strictUtf8;
        }

        var ascii = Encoding.Latin1.GetString(header[..Math.Min(header.Length, 4096)]);
        if (CodePage().Match(ascii) is { Success: true } page)
        {
            var name = page.Groups[1].Value.Trim();
            try
            {
                // What is declared as Latin-1 is Windows-1252 in practice, which differs only where Latin-1 has control characters.
                var encoding = Encoding.GetEncoding(name);
                return encoding.CodePage == 28591 ? Encoding.GetEncoding(1252) : encoding.CodePage == 65001 ? _strictUtf8 : encoding;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                throw new SourceFormatException("CODEPAGE", $"the encoding '{CubeShape.Excerpt(name)}' is not known", e);
            }
        }

        return Encoding.GetEncoding(Charset().IsMatch(ascii) ? 1252 : 850);
    }

    /// <summary>The encoding of a csv file by its first bytes: UTF-8 or UTF-16 where marked, UTF-8 where valid, else Windows-1252.</summary>
    public static Encoding OfText(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ when IsUtf8(WithoutCutCharacter(start)) => new UTF8Encoding(false, throwOnInvalidBytes: true),
        _ => Encoding.GetEncoding(1252),
    };

    /// <summary>The text, or an error that names the encoding.</summary>
    public static string Decode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (ArgumentException e)
        {
            throw new SourceFormatException("header", $"the text is not valid {encoding.WebName}", e);
        }
    }

    /// <summary>The beginning of a file as text, whatever its end has cut.</summary>
    public static string Sample(Encoding encoding, ReadOnlySpan<byte> bytes) =>
        encoding is UTF8Encoding ? Encoding.UTF8.GetString(bytes) : encoding.GetString(bytes);

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>Drops the start of a character that the end of the buffer may have cut.</summary>
    private static ReadOnlySpan<byte> WithoutCutCharacter(ReadOnlySpan<byte> bytes)
    {
        var lead = bytes.Length - 1;
        while (lead >= 0 && bytes.Length - lead <= 3 && (bytes[lead] & 0xC0) == 0x80)
        {
            lead--;
        }

        return lead >= 0 && bytes[lead] >= 0xC0 ? bytes[..lead] : bytes;
    }

    [GeneratedRegex("""CODEPAGE\s*=\s*"?([^";]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex CodePage();

    [GeneratedRegex("""CHARSET\s*=\s*"?ANSI""", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();
}
