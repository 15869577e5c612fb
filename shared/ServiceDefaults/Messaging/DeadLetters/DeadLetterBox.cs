using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Messaging.DeadLetters;

/// <summary>What an operator can do with messages that failed too often, or could not be read.</summary>
internal sealed class DeadLetterBox(
    IMessagingDatabase database, IServiceScopeFactory scopes, MessagingBuilder subscriptions, MessageRoutes routes, Wakes wakes, TimeProvider time,
    ILogger<DeadLetterBox> logger)
{
    /// <summary>A page of dead letters: those of the outbox, then those of the inbox, each the oldest first.</summary>
    public async Task<DeadLetterPage> ListAsync(DeadLetterPosition after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var cursors = await context.Set<InboxCursor>().ToDictionaryAsync(cursor => cursor.Stream, cursor => cursor.Next, cancellationToken);
        var letters = new List<DeadLetter>();
        if (after.Box == DeadLetter.Outbox)
        {
            letters.AddRange((await NextAsync<OutboxMessage>(context, after, limit + 1, cancellationToken)).Select(DeadLetter.Of));
            after = DeadLetterPosition.StartOf(DeadLetter.Inbox);
        }

        letters.AddRange((await NextAsync<InboxMessage>(context, after, limit + 1 - letters.Count, cancellationToken))
            .Select(row => DeadLetter.Of(row, row.Number == cursors.GetValueOrDefault(row.Type, 1))));
        return letters.Count <= limit
            ? new(letters, null)
            : new(letters[..limit], DeadLetterPosition.Of(letters[limit - 1]).ToString());
    }

    /// <summary>Tries the message again at once, with all its attempts before it. One that could not be read is read again first.</summary>
    public async Task<DeadLetterAct> RetryAsync(Guid id, string actor, CancellationToken cancellationToken)
    {
        await using var context = await database.OpenAsync(cancellationToken);
        var act = DeadLetterAct.Unknown;
        await context.InTransactionAsync(
            async token =>
            {
                if (await FindAsync<OutboxMessage>(context, id, token) is { } unsent)
                {
                    unsent.Revive(time.GetUtcNow());
                    act = DeadLetterAct.Done;
                }
                else if (await FindAsync<InboxMessage>(context, id, token) is { } unhandled)
                {
                    act = Revive(unhandled);
                }
            },
            cancellationToken);
        wakes.Outbox.Set();
        wakes.Inbox.Set();
        return Note("retried", id, actor, null, act);
    }

    /// <summary>
    /// Gives the message up, with a reason that is kept. One that has its place in an order is completed without its work (see <see cref="IGiveUp{TMessage}"/>),
    /// and the ones that waited behind it go on, here and downstream.
    /// </summary>
    public async Task<DeadLetterAct> DiscardAsync(Guid id, string actor, string reason, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = database.Of(scope.ServiceProvider);
        var act = DeadLetterAct.Unknown;
        var given = $"Given up by {actor}: {reason}";
        await context.InTransactionAsync(
            async token =>
            {
                if (await FindAsync<OutboxMessage>(context, id, token) is { } unsent)
                {
                    act = routes.Has(unsent.Type) ? DeadLetterAct.Refused($"Another service waits for this {unsent.Type}: retry it.") : DeadLetterAct.Done;
                    if (act == DeadLetterAct.Done)
                    {
                        context.Remove(unsent);
                    }
                }
                else if (await FindAsync<InboxMessage>(context, id, token) is { } unhandled)
                {
                    act = await GiveUpAsync(scope.ServiceProvider, context, unhandled, given, token);
                }
            },
            cancellationToken);
        wakes.Inbox.Set();
        return Note("discarded", id, actor, reason, act);
    }

    private DeadLetterAct Revive(InboxMessage message)
    {
        try
        {
            message.Number = SubscriptionOf(message)?.NumberOf(message.Body);
            message.Revive(time.GetUtcNow());
            return DeadLetterAct.Done;
        }
        catch (JsonException error)
        {
            return DeadLetterAct.Refused($"It still cannot be read: {error.Message}");
        }
    }

    private async Task<DeadLetterAct> GiveUpAsync(
        IServiceProvider scope, DbContext context, InboxMessage message, string reason, CancellationToken cancellationToken)
    {
        if (SubscriptionOf(message) is { } subscription && !await subscription.TryGiveUpAsync(scope, message, reason, cancellationToken))
        {
            return DeadLetterAct.Refused($"Every {message.Type} after this one builds on it: mend what its error tells, and retry it.");
        }

        message.GiveUp(reason);
        await context.Set<InboxCursor>().Where(cursor => cursor.Stream == message.Type && cursor.Next == message.Number)
            .ExecuteUpdateAsync(set => set.SetProperty(cursor => cursor.Next, cursor => cursor.Next + 1), cancellationToken);
        return DeadLetterAct.Done;
    }

    private Subscription? SubscriptionOf(InboxMessage message) => subscriptions.All.FirstOrDefault(candidate => candidate.Name == message.Type);

    private DeadLetterAct Note(string verb, Guid id, string actor, string? reason, DeadLetterAct act)
    {
        if (act == DeadLetterAct.Done)
        {
            logger.LogInformation("Dead letter {Id} was {Verb} by {Actor}. {Reason}", id, verb, actor, reason);
        }

        return act;
    }

    private static Task<TMessage?> FindAsync<TMessage>(DbContext context, Guid id, CancellationToken cancellationToken)
        where TMessage : StoredMessage =>
        context.Set<TMessage>().SingleOrDefaultAsync(row => row.Id == id && row.State == MessageState.Dead, cancellationToken);

    private static Task<List<TMessage>> NextAsync<TMessage>(DbContext context, DeadLetterPosition after, int most, CancellationToken cancellationToken)
        where TMessage : StoredMessage => context.Set<TMessage>().AsNoTracking()
            .Where(row => row.State == MessageState.Dead)
            .Where(row => row.StoredAt > after.StoredAt || (row.StoredAt == after.StoredAt && row.Id.CompareTo(after.Id) > 0))
            .OrderBy(row => row.StoredAt).ThenBy(row => row.Id)
            .Take(most)
            .ToListAsync(cancellationToken);
}

/// <summary>What came of an operator's act.</summary>
/// <param name="IsKnown">False if there is no such dead letter.</param>
/// <param name="Why">Why it was not done; null if it was.</param>
internal sealed record DeadLetterAct(bool IsKnown, string? Why)
{
    public static DeadLetterAct Done { get; } = new(true, null);

    public static DeadLetterAct Unknown { get; } = new(false, null);

    public static DeadLetterAct Refused(string why) => new(true, why);
}

/// <summary>A place in the list of dead letters; as text: the cursor of a page.</summary>
internal sealed record DeadLetterPosition(string Box, DateTimeOffset StoredAt, Guid Id)
{
    public static DeadLetterPosition StartOf(string box) => new(box, DateTimeOffset.UnixEpoch, Guid.Empty);

    public static DeadLetterPosition Of(DeadLetter letter) => new(letter.Box, letter.StoredAt, letter.Id);

    /// <returns>Null if the text is no cursor.</returns>
    public static DeadLetterPosition? Parse(string text) =>
        text.Split('.') is [DeadLetter.Outbox or DeadLetter.Inbox, var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var guid)
            ? new(text.Split('.')[0], new DateTimeOffset(at, TimeSpan.Zero), guid)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Box}.{StoredAt.UtcTicks}.{Id:N}");
}
