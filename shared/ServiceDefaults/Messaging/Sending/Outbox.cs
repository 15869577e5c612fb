using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Messaging.Sending;

/// <summary>Stores messages through the scoped context, so that they stand or fall with what it writes.</summary>
internal sealed class Outbox(DbContext context, MessageRoutes routes, TimeProvider time) : IOutbox
{
    // The broker cuts the connection for far larger ones, and every other message on it would pay.
    private const int Largest = 8 << 20;

    // Kept, because DbSet.Local looks through everything tracked each time that it is asked for.
    private readonly LocalView<OutboxMessage> added = context.Set<OutboxMessage>().Local;

    public void Send<TMessage>(TMessage message, Guid id)
        where TMessage : class
    {
        if (added.FindEntry(id) is not null)
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

        context.Add(new OutboxMessage { Id = id, Type = type, Body = body, Trace = Activity.Current?.Id, StoredAt = now, DueAt = now });
    }
}
