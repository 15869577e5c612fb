using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

[Trait("Category", "Slow")]
public sealed class DeliveryTests : MessagingTests
{
    [Fact]
    public async Task What_is_rolled_back_is_never_sent()
    {
        await using var alpha = await StartAlphaAsync();
        await using var tap = await WireTap.OnAsync<Loose>(Broker.Uri);
        await using (var scope = alpha.App.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<MessagingContext>();
            await Should.ThrowAsync<InvalidOperationException>(context.InTransactionAsync(
                async token =>
                {
                    scope.ServiceProvider.GetRequiredService<IOutbox>().Send(new Loose("lost"), IdOf("lost"));
                    await context.SaveChangesAsync(token);
                    throw new InvalidOperationException("changed its mind");
                },
                Stop));
        }

        await alpha.SendAsync(WithIds(new Loose("kept")));
        await Eventually.HoldsAsync(() =>
        {
            tap.Ids.ToArray().ShouldBe([IdOf(new Loose("kept"))], "only what was committed goes on the wire");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_message_that_comes_again_is_handled_once()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await using var tap = await WireTap.OnAsync<Loose>(Broker.Uri);
        for (var round = 1; round <= 2; round++)
        {
            await alpha.SendAsync(WithIds(new Loose("same")));
            await Eventually.HoldsAsync(async () =>
            {
                (await alpha.WaitingAsync()).ShouldBe(0, "an id that still waits would not be sent again");
                tap.Ids.Count.ShouldBe(round, "each sending reaches the wire");
            });
        }

        await alpha.SendAsync(WithIds(new Loose("last")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldContain("last"));
        (await beta.EntriesAsync()).Count(text => text == "same").ShouldBe(1, "the id is known");
    }

    [Fact]
    public async Task Two_dispatchers_send_every_message_exactly_once()
    {
        const int Count = 2_000;
        await using var tap = await WireTap.OnAsync<Loose>(Broker.Uri);
        await using var one = await StartAlphaAsync();
        await using var two = await StartAlphaAsync();
        await one.SendAsync(WithIds(Enumerable.Range(0, Count).Select(number => new Loose($"{number}"))));
        await Eventually.HoldsAsync(async () =>
        {
            (await one.WaitingAsync()).ShouldBe(0, "everything is sent");
            tap.Ids.Count.ShouldBeGreaterThanOrEqualTo(Count);
        });
        tap.Ids.Count.ShouldBe(Count, "no row is claimed by two");
        tap.Ids.Distinct().Count().ShouldBe(Count, "and none is left out");
    }

    [Fact]
    public async Task A_crash_between_sending_and_marking_repeats_on_the_wire_but_is_handled_once()
    {
        await using var tap = await WireTap.OnAsync<Loose>(Broker.Uri);
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync(new FailsToMarkOnce());
        await alpha.SendAsync(WithIds(new Loose("twice")));
        await Eventually.HoldsAsync(() => Task.Run(() => tap.Ids.Count.ShouldBe(2, "the rows are free again after the crash, and sent again")));
        await alpha.SendAsync(WithIds(new Loose("last")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["twice", "last"], "the receiver knows the repeated id"));
    }

    [Fact]
    public async Task An_unsendable_message_holds_up_no_other_and_ends_as_a_dead_letter()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await using (var context = await alpha.OpenAsync())
        {
            var early = DateTimeOffset.UnixEpoch;
            context.Add(new OutboxMessage { Id = IdOf("nonsense"), Type = "Nonsense", Body = "{}", StoredAt = early, DueAt = early });
            await context.SaveChangesAsync(Stop);
        }

        await alpha.SendAsync(WithIds(new Loose("sound")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["sound"]));
        await Eventually.HoldsAsync(async () =>
        {
            var letter = (await alpha.DeadLettersAsync()).Items.ShouldHaveSingleItem("it is dead after its attempts");
            letter.Box.ShouldBe("outbox");
            letter.Attempts.ShouldBe(3);
            letter.Error.ShouldNotBeNull().ShouldContain("No queue receives Nonsense");
        });
    }

    [Fact]
    public async Task A_message_whose_queue_was_deleted_waits_until_the_queue_is_declared_again()
    {
        await using var alpha = await StartAlphaAsync();
        await Eventually.HoldsAsync(async () => (await Broker.QueuesAsync()).Keys.ShouldContain("gone"));
        await Broker.DeleteQueueAsync("gone");
        await alpha.SendAsync(WithIds(new Unroutable("not lost")));
        await Eventually.HoldsAsync(async () =>
        {
            (await alpha.WaitingAsync()).ShouldBe(0, "it is sent once a queue takes it");
            (await Broker.QueuesAsync()).Keys.ShouldContain("gone");
        });
    }

    [Fact]
    public async Task A_release_is_one_trace_through_outbox_broker_inbox_and_the_next_outbox()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        var seen = new TaskCompletionSource<ActivityTraceId>();
        alpha.Script.Before = _ => Task.Run(() => seen.TrySetResult(Activity.Current!.TraceId));
        ActivityTraceId sent;
        using (var poll = Telemetry.Source.StartActivity("poll"))
        {
            sent = poll.ShouldNotBeNull().TraceId;
            await alpha.SendAsync(WithIds(new Ordered(1, "traced")));
        }

        (await seen.Task.WaitAsync(TimeSpan.FromMinutes(2), Stop)).ShouldBe(sent, "the answer to the message belongs to the same trace");
    }

    [Fact]
    public async Task Nothing_is_lost_or_repeated_when_broker_and_databases_drop_every_connection()
    {
        const int Count = 80;
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await Eventually.HoldsAsync(async () => (await Broker.CutConnectionsAsync()).ShouldBeGreaterThan(0, "the broker lists the connections"));
        for (var number = 1; number <= Count; number++)
        {
            await alpha.SendAsync(WithIds(new Ordered(number, "kept")));
            if (number % 30 == 20)
            {
                await Broker.CutConnectionsAsync();
                await AlphaDatabase.CutConnectionsAsync();
                await BetaDatabase.CutConnectionsAsync();
            }
        }

        await Eventually.HoldsAsync(async () =>
            (await beta.EntriesAsync()).ShouldBe(Enumerable.Range(1, Count).Select(number => $"{number} kept"), "each once and in order"));
        await Eventually.HoldsAsync(async () => (await alpha.EntriesAsync()).Count.ShouldBe(Count, "each answer once"));
    }

    [Fact]
    public async Task What_was_handled_long_ago_is_forgotten()
    {
        await using (var before = await StartBetaAsync())
        {
            await using var context = await before.OpenAsync();
            foreach (var state in Enum.GetValues<MessageState>())
            {
                var early = DateTimeOffset.UnixEpoch;
                context.Add(new InboxMessage { Id = IdOf(state), Type = "Old", Body = "{}", Number = 7, StoredAt = early, DueAt = early, State = state });
            }

            await context.SaveChangesAsync(Stop);
        }

        await using var beta = await StartBetaAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await using var context = await beta.OpenAsync();
            (await context.Set<InboxMessage>().OrderBy(row => row.State).Select(row => row.State).ToListAsync(Stop))
                .ShouldBe([MessageState.Waiting, MessageState.Dead], "only what is settled goes");
        });
    }

    /// <summary>Stands for a process that dies after the broker's confirm and before its own commit.</summary>
    private sealed class FailsToMarkOnce : DbCommandInterceptor
    {
        private int failed;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            command.CommandText.StartsWith("DELETE FROM outbox_message", StringComparison.Ordinal) && Interlocked.Exchange(ref failed, 1) == 0
                ? throw new InvalidOperationException("died before the mark")
                : ValueTask.FromResult(result);
    }
}

/// <summary>The service looks by itself only each minute, so that what arrives in time was woken.</summary>
public sealed class WakingTests : MessagingTests
{
    public WakingTests() => Poll = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_commit_wakes_the_dispatcher_and_an_arrival_wakes_the_worker()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await alpha.SendAsync(WithIds(new Loose("warm")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["warm"]));
        await alpha.SendAsync(WithIds(new Ordered(1, "first")));
        await Eventually.HoldsAsync(async () => (await alpha.EntriesAsync()).ShouldBe(["answer 1"], "there and back without a poll"));
    }
}
