using System.ComponentModel.DataAnnotations;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Settings <c>Broker:…</c>.</summary>
public sealed class BrokerOptions
{
    public const string Section = "Broker";

    /// <summary><c>amqp://user:password@host:port/vhost</c></summary>
    public Uri? Uri { get; set; }
}

/// <summary>Settings <c>Messaging:…</c>.</summary>
public sealed class MessagingOptions
{
    public const string Section = "Messaging";

    /// <summary>How often outbox and inbox are looked at when nothing wakes them (another instance's messages, due retries).</summary>
    /// <value>The default is 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages that are claimed and sent at a time by each lane; all their confirms are awaited together.</summary>
    /// <value>The default is 1,000: below the row locks at which SQL Server would lock the whole table.</value>
    [Range(1, 4_000)]
    public int Batch { get; set; } = 1_000;

    /// <summary>Lanes that send at the same time.</summary>
    /// <value>The default is 2: one claims while the other waits for confirms.</value>
    [Range(1, 16)]
    public int SendingLanes { get; set; } = 2;

    /// <summary>Messages without an order that are handled at the same time.</summary>
    /// <value>The default is 2.</value>
    [Range(1, 64)]
    public int HandlingLanes { get; set; } = 2;

    /// <summary>Faults (other than of network, database or broker) after which a message is dead.</summary>
    /// <value>The default is 8: about two minutes.</value>
    [Range(1, 1_000)]
    public int Faults { get; set; } = 8;

    /// <summary>Delay after the first failure; doubled after each further one.</summary>
    /// <value>The default is 500 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay between two attempts.</summary>
    /// <value>The default is 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a handled message is remembered, so that it is known when the wire repeats it.</summary>
    /// <value>The default is 14 days. Messages in order need no memory: their number tells.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan Remember { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long to wait after so many attempts.</summary>
    internal TimeSpan DelayAfter(int attempts)
    {
        var doubled = FirstDelay * Math.Pow(2, Math.Min(attempts, 30) - 1);
        return doubled < LongestDelay ? doubled : LongestDelay;
    }
}
