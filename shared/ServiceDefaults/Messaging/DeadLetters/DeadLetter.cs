using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging.DeadLetters;

/// <summary>A message that failed too often, as an operator sees it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Box">outbox (could not be sent) or inbox (could not be handled).</param>
/// <param name="Type">The message type's name.</param>
/// <param name="Number">Its place in the order of its type, where there is one.</param>
/// <param name="Holds">True if it stops the messages after it in its order.</param>
/// <param name="Attempts">Failed attempts.</param>
/// <param name="Error">The last failure.</param>
/// <param name="StoredAt">When it was stored (UTC).</param>
/// <param name="Trace">W3C trace context of the release it belongs to.</param>
/// <param name="Body">The message as JSON.</param>
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
    internal static DeadLetter Of(OutboxMessage message) => Of(message, "outbox", null, holds: false);

    internal static DeadLetter Of(InboxMessage message, bool holds) => Of(message, "inbox", message.Number, holds);

    private static DeadLetter Of(StoredMessage message, string box, long? number, bool holds) => new(
        message.Id, box, message.Type, number, holds, message.Attempts, message.Error, message.StoredAt, message.Trace, message.Body);
}

/// <summary>A page of dead letters, the oldest first.</summary>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? Next);
