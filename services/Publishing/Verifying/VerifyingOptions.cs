using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Utanforskap.Publishing.Verifying;

/// <summary>Settings <c>Verifying:…</c>: what is verified by night.</summary>
public sealed class VerifyingOptions
{
    public const string Section = "Verifying";

    private const string Off = "off";

    /// <summary>The time of day in Stockholm, HH:mm, at which publications begin to be verified; <c>off</c>: none are by night.</summary>
    /// <value>The default is 02:30.</value>
    [RegularExpression("^(off|([01][0-9]|2[0-3]):[0-5][0-9])$", ErrorMessage = "The setting Verifying:At is a time of day, HH:mm, or off.")]
    public string At { get; set; } = "02:30";

    /// <summary>How long a night lasts, in hours: what is not begun by then waits for the next.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 23)]
    public int Hours { get; set; } = 4;

    /// <summary>A publication is verified again when this many days have passed.</summary>
    /// <value>The default is 7.</value>
    [Range(1, 3650)]
    public int Days { get; set; } = 7;

    /// <summary>The most publications of a night.</summary>
    /// <value>The default is 100.</value>
    [Range(1, 100_000)]
    public int Most { get; set; } = 100;

    /// <summary>When nights begin; null if there are none.</summary>
    internal TimeOnly? Begins => At == Off ? null : TimeOnly.ParseExact(At, "HH:mm", CultureInfo.InvariantCulture);
}
