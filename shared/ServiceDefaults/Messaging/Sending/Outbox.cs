using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Messaging.Sending;

/// <summary>Stores messages through the scoped context, so that they stand or fall with what it writes.</summary>
internal sealed class Outbox(DbContext context, MessageRoutes routes, TimeProvider time) : IOutbox
{
    // The broker cuts the connection for far larger ones, and every other message on it would pay.
    private const int Largest = 8 << 20;

    public void Send<TMessage>(TMessage message, Guid id)
        where TMessage : class
    {
        var messages = context.Set<OutboxMessage>();
        if (messages.Local.FindEntry(id) is not null)
        {
            return;
        }

        var now = time.GetUtcNow();
        var type = routes.Find(typeof(TMessage).Name).Name;
        var body = JsonSerializer.Serialize(message, WireJson.Options);
        if (body.Length > Largest)
        {
            throw new InvalidOperationException($"A {type} of {body.Length} characters is too large: a message says what changed, it carries no tables.");
        }

        messages.Add(new() { Id = id, Type = type, Body = body, Trace = Activity.Current?.Id, StoredAt = now, DueAt = now });
    }
}
