using System.Security.Cryptography;
using System.Text;

namespace Utanforskap.Console.Running;

/// <summary>Where a run's figures come from: the made-up country, a folder of releases, or Statistics Sweden.</summary>
/// <param name="Text"><c>sample</c>, <c>scb</c>, or the full path of a folder.</param>
internal sealed record RegistersChoice(string Text)
{
    private const string Sample = "sample";
    private const string Scb = "scb";

    /// <summary>The made-up country.</summary>
    public static RegistersChoice Default { get; } = new(Sample);

    /// <summary>False where the figures come from the real source.</summary>
    public bool IsSimulated => Text != Scb;

    /// <summary>Name of the catalogue of registers that fits.</summary>
    public string Profile => Text == Sample ? "alvmark" : "sweden";

    /// <summary>What it is, for people.</summary>
    public string Description => Text switch
    {
        Sample => "the made-up country Alvmark",
        Scb => "Statistics Sweden's API",
        _ => $"the releases in {Text}",
    };

    /// <summary>Name of the folder for what was made of these figures: every choice keeps its own, so that figures of different origin never mix.</summary>
    public string DataName => Text is Sample or Scb ? Text : "folder-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 4));

    /// <exception cref="UtanException">It is neither a known word nor a folder of releases.</exception>
    public static RegistersChoice Parse(string text)
    {
        if (text is Sample or Scb)
        {
            return new RegistersChoice(text);
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text));
        if (!Directory.Exists(folder))
        {
            throw new UtanException($"There is no folder {folder}; --registers takes sample, scb, or a folder of releases (TABLE/RELEASED.json).");
        }

        return Directory.EnumerateDirectories(folder).Any(table => Directory.EnumerateFiles(table, "*.json").Any())
            ? new RegistersChoice(folder)
            : throw new UtanException($"The folder {folder} holds no releases; they are files TABLE/RELEASED.json, e.g. TAB6574/2024-02-22T070000Z.json.");
    }
}
