using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Publishing.WhatIf;

/// <summary>Settings <c>WhatIf:…</c>: what trying changed definitions may cost. Each instance counts for itself.</summary>
public sealed class WhatIfOptions
{
    public const string Section = "WhatIf";

    /// <summary>Questions of one caller in a minute: of a key, or of an address that shows none.</summary>
    /// <value>The default is 30.</value>
    [Range(1, 10_000)]
    public int PerMinute { get; set; } = 30;

    /// <summary>Questions of one caller that are computed at a time.</summary>
    /// <value>The default is 1.</value>
    [Range(1, 100)]
    public int AtOnce { get; set; } = 1;

    /// <summary>Questions of all callers that are computed at a time.</summary>
    /// <value>The default is 4.</value>
    [Range(1, 1_000)]
    public int AtOnceInAll { get; set; } = 4;

    /// <summary>The longest uploaded definition, in bytes.</summary>
    /// <value>The default is 64 KiB, which is the most that Classification reads.</value>
    [Range(1, 64 * 1024)]
    public int LargestDefinition { get; set; } = 64 * 1024;

    /// <summary>How long an answer is waited for, in seconds.</summary>
    /// <value>The default is 20.</value>
    [Range(1, 600)]
    public int Seconds { get; set; } = 20;
}
