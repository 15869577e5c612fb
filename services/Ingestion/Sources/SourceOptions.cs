using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Ingestion.Sources;

/// <summary>How patient the clients of outside sources are. Section <c>Sources</c>.</summary>
public sealed class SourceOptions
{
    /// <summary>Attempts of one call, the first included.</summary>
    /// <value>Default 7.</value>
    [Range(1, 50)]
    public int Attempts { get; set; } = 7;

    /// <summary>Wait before the second attempt; doubles from there, with jitter.</summary>
    /// <value>Default half a second.</value>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between attempts. A source that asks for a longer one is left for the next watch.</summary>
    /// <value>Default one minute.</value>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one attempt may take, its whole body included.</summary>
    /// <value>Default two minutes.</value>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one operation (a listing, a whole table) may take with all its calls, attempts and waits.</summary>
    /// <value>Default thirty minutes.</value>
    public TimeSpan Budget { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Failed calls to a host within a minute after which it is left alone for <see cref="BreakFor"/>.</summary>
    /// <value>Default 20.</value>
    [Range(2, 1000)]
    public int BreakAfter { get; set; } = 20;

    /// <summary>How long a failing host is left alone.</summary>
    /// <value>Default 15 seconds.</value>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many times a read in several calls starts over when the table changes meanwhile.</summary>
    /// <value>Default 3.</value>
    [Range(0, 20)]
    public int Restarts { get; set; } = 3;

    /// <summary>How long what <c>/config</c> says is believed.</summary>
    /// <value>Default one hour.</value>
    public TimeSpan ConfigAge { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Language of labels asked for; null leaves it to the source.</summary>
    public string? Language { get; set; }

    /// <summary>Folder for bodies while they are read; null means the system's temporary folder.</summary>
    public string? Folder { get; set; }
}
