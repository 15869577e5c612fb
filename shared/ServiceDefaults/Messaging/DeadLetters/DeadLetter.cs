using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging.DeadLetters;

/// <summary>A message that failed too often, or could not be read, as an operator sees it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Box">outbox (could not be sent) or inbox (could not be read or handled).</param>
/// <param name="Type">The message type's name.</param>
/// <param name="Number">Its place in the order of its type, where there is one and it could be read.</param>
/// <param name="Holds">True if it stops the messages after it in its order.</param>
/// <param name="Attempts">Failed attempts.</param>
/// <param name="Error">The last failure.</param>
/// <param name="StoredAt">When it was stored (UTC).</param>
/// <param name="Trace">W3C trace context of the release it belongs to.</param>
/// <param name="Body">The message as JSON; what could not be read, as it came (in base 64 if it is no text).</param>
public sealed record DeadLetter(
    Guid Id,
    string Box,
    string Type,
    long? Number,
    bool Holds,
    int Attempts,
    string? Error,
    DateTimeOffset StoredAt,
    string? Trace,
    string Body)
{
    internal const string Outbox = "outbox";

    internal const string Inbox = "inbox";

    internal static DeadLetter Of(OutboxMessage message) => Of(message, Outbox, null, holds: false);

    internal static DeadLetter Of(InboxMessage message, bool holds) => Of(message, Inbox, message.Number, holds);

    private static DeadLetter Of(StoredMessage message, string box, long? number, bool holds) => new(
        message.Id, box, message.Type, number, holds, message.Attempts, message.Error, message.StoredAt, message.Trace, message.Body);
}

/// <summary>A page of dead letters.</summary>
/// <param name="Items">Those of the outbox, then those of the inbox, each the oldest first.</param>
/// <param name="Next">What the next page comes after; null on the last.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? Next);
