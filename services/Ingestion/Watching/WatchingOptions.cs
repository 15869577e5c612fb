namespace Utanforskap.Ingestion.Watching;

/// <summary>Settings <c>Watching:…</c>.</summary>
public sealed class WatchingOptions
{
    public const string Section = "Watching";

    /// <summary>Whether this instance watches at all.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether every window is open all the time, whatever the calendars say.</summary>
    /// <value>The default is false.</value>
    public bool AlwaysOpen { get; set; }

    /// <summary>How often to look inside a window; overrides the registers' own.</summary>
    /// <value>The default is what each register says.</value>
    public TimeSpan? Interval { get; set; }

    /// <summary>How often to read each table whatever its <c>updated</c> says; overrides the registers' own.</summary>
    /// <value>The default is what each register says.</value>
    public TimeSpan? FullRead { get; set; }

    /// <summary>How long an instance that went silent keeps others from watching in its place.</summary>
    /// <value>The default is five seconds.</value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time that a source which cannot be read is left alone.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether Quartz opens and closes the windows; without it they stand as they are.</summary>
    /// <value>The default is true.</value>
    public bool Calendar { get; set; } = true;
}
