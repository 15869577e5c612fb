namespace Utanforskap.Ingestion.Deliveries;

/// <summary>Settings <c>Deliveries:…</c>.</summary>
public sealed class DeliveriesOptions
{
    public const string Section = "Deliveries";

    /// <summary>Folder that is watched: a file laid in <c>REGISTER/</c> is taken in and moved to <c>REGISTER/accepted/</c> or <c>REGISTER/refused/</c>.</summary>
    /// <value>None by default.</value>
    public string? Folder { get; set; }

    /// <summary>How often the folder is looked at. A file is taken once it has not changed between two looks.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest file, in bytes.</summary>
    /// <value>The default is 2 GB.</value>
    public long MaxBytes { get; set; } = 2_000_000_000;
}
