using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Publishing.Amqp;

/// <summary>Settings <c>Amqp:…</c>; the broker's address is <c>Broker:Uri</c>, as for the bus.</summary>
public sealed class AmqpOptions
{
    public const string Section = "Amqp";

    /// <summary>Whether this instance sends the feed to the broker.</summary>
    /// <value>The default is true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>The durable topic exchange that subscribers bind to.</summary>
    /// <value>The default is <c>utanforskap.events</c>.</value>
    [Required]
    public string Exchange { get; set; } = "utanforskap.events";

    /// <summary>Events sent before their confirms are waited for.</summary>
    /// <value>The default is 500.</value>
    [Range(1, 10_000)]
    public int Batch { get; set; } = 500;

    /// <summary>How long to wait before the broker is tried again, at most; the wait doubles from a tenth of a second.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(0.1, 300)]
    public double RetrySeconds { get; set; } = 5;
}
