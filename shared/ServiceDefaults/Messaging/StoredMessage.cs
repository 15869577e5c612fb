using System.Diagnostics;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>A message in a table, to be sent (outbox) or handled (inbox).</summary>
internal abstract class StoredMessage
{
    public required Guid Id { get; init; }

    /// <summary>The message type's name in <see cref="MessageRoutes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>The message as JSON.</summary>
    public required string Body { get; init; }

    /// <summary>W3C trace context of the span that stored it.</summary>
    public string? Trace { get; init; }

    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>When it is tried; null unless it waits.</summary>
    public required DateTimeOffset? DueAt { get; set; }

    public MessageState State { get; set; }

    /// <summary>Failed attempts of any kind; they set the delay.</summary>
    public int Attempts { get; set; }

    /// <summary>Failed attempts that waiting alone would not mend; they end in death.</summary>
    public int Faults { get; set; }

    /// <summary>The last failure.</summary>
    public string? Error { get; set; }

    /// <summary>A span that continues the trace in which the message was stored.</summary>
    public Activity? Continue(string verb, ActivityKind kind)
    {
        _ = ActivityContext.TryParse(Trace, null, isRemote: true, out var parent);
        return Telemetry.Source.StartActivity($"{verb} {Type}", kind, parent)
            ?.SetTag("messaging.message.id", Id.ToString())
            .SetTag("messaging.message.type", Type);
    }

    /// <summary>Puts the message off, or declares it dead, after a failure.</summary>
    public void Fail(Exception error, MessagingOptions options, DateTimeOffset now)
    {
        Attempts++;
        Error = Describe(error);
        DueAt = now + options.DelayAfter(Attempts);
        if (!Transient.Is(error) && ++Faults >= options.Faults)
        {
            State = MessageState.Dead;
            DueAt = null;
        }
    }

    /// <summary>Lets a dead message be tried again, with all its attempts before it.</summary>
    public void Revive(DateTimeOffset now)
    {
        State = MessageState.Waiting;
        DueAt = now;
        Attempts = 0;
        Faults = 0;
    }

    /// <summary>Settles a dead message for good.</summary>
    public void GiveUp(string reason)
    {
        State = MessageState.Discarded;
        Error = Error is null ? reason : $"{reason}\n{Error}";
    }

    private static string Describe(Exception error)
    {
        const int Longest = 4_000;
        var text = error.ToString();
        return text.Length <= Longest ? text : text[..Longest];
    }
}
