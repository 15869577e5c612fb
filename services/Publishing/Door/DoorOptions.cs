using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Publishing.Door;

/// <summary>Settings <c>Door:…</c>: who may do more than read.</summary>
public sealed class DoorOptions
{
    public const string Section = "Door";

    /// <summary>SHA-256 of the operator's key (UTF-8), hexadecimal. The key itself is nowhere in the service.</summary>
    /// <value>The default is none: then only the keys file lets anyone in.</value>
    [RegularExpression("^([0-9a-fA-F]{64})?$", ErrorMessage = "The setting Door:OperatorKeyHash must be SHA-256 in 64 hexadecimal digits.")]
    public string OperatorKeyHash { get; set; } = "";

    /// <summary>
    /// A file of lines <c>name:role:hash</c>; roles: operator, approver, deliverer. Empty lines and lines that begin with # are skipped. It is read again when it changes.
    /// </summary>
    /// <value>The default is none.</value>
    public string KeysFile { get; set; } = "";

    /// <summary>Wrong keys from one address in a minute, after which it has to wait.</summary>
    /// <value>The default is 10.</value>
    [Range(1, 10_000)]
    public int FailuresPerMinute { get; set; } = 10;

    /// <summary>The largest delivery, in bytes.</summary>
    /// <value>The default is 4 GiB.</value>
    [Range(1, long.MaxValue)]
    public long LargestDelivery { get; set; } = 4L << 30;
}

/// <summary>What a key lets its holder do.</summary>
internal enum Role
{
    /// <summary>Everything, sign-off and deliveries included.</summary>
    Operator,

    /// <summary>See what waits for sign-off, approve and reject it, and withdraw publications.</summary>
    Approver,

    /// <summary>Deliver files to registers.</summary>
    Deliverer,
}

/// <summary>Who acts: goes to the owner of the act as X-Actor.</summary>
internal sealed record Actor(string Name, Role Role)
{
    public bool May(Role role) => Role == role || Role == Role.Operator;
}
