using System.Net;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

[Trait("Category", "Slow")]
public sealed class HandlingTests : MessagingTests
{
    [Fact]
    public async Task Messages_that_come_early_wait_and_those_that_are_past_change_nothing()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await alpha.SendAsync(WithIds(new Ordered(3, "c"), new Ordered(2, "b")));
        await alpha.SendAsync(WithIds(new Loose("x")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["x"], "the second does not overtake the first"));
        await alpha.SendAsync(WithIds(new Ordered(1, "a")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["x", "1 a", "2 b", "3 c"]));
        await alpha.SendAsync(WithIds(new Ordered(2, "again, under another id"), new Ordered(4, "d")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["x", "1 a", "2 b", "3 c", "4 d"], "a past number is put away"));
    }

    [Fact]
    public async Task A_failing_handler_leaves_nothing_and_is_tried_again()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        beta.Script.Before = _ => beta.Script.Attempts.Count < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await alpha.SendAsync(WithIds(new Ordered(1, "third time")));
        await Eventually.HoldsAsync(async () => (await alpha.EntriesAsync()).ShouldBe(["answer 1"], "failed attempts send nothing"));
        (await beta.EntriesAsync()).ShouldBe(["1 third time"], "failed attempts write nothing");
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_for_longer_than_a_fault()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        beta.Script.Before = _ => beta.Script.Attempts.Count < 7
            ? throw new InvalidOperationException("wrapped", new HttpRequestException("the other service is down"))
            : Task.CompletedTask;
        await alpha.SendAsync(WithIds(new Loose("at last")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["at last"], "three faults kill, seven outages do not"));
    }

    [Fact]
    public async Task A_poisoned_message_holds_its_order_visibly_and_nothing_else_until_it_is_discarded()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        beta.Script.Before = message => message is Ordered { Number: 1 } ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        await alpha.SendAsync(WithIds(new Ordered(1, "a"), new Ordered(2, "b")));
        await alpha.SendAsync(WithIds(new Loose("x")));
        await Eventually.HoldsAsync(async () =>
        {
            var letter = (await beta.DeadLettersAsync()).Items.ShouldHaveSingleItem();
            letter.Id.ShouldBe(IdOf(new Ordered(1, "a")));
            letter.Holds.ShouldBeTrue("the operator sees that others wait behind it");
            letter.Error.ShouldNotBeNull().ShouldContain("poison");
            (await beta.EntriesAsync()).ShouldBe(["x"], "what has no order goes on, the rest waits");
        });

        (await beta.DiscardAsync(IdOf(new Ordered(1, "a")), " ")).ShouldBe(HttpStatusCode.BadRequest, "a reason is asked for");
        (await beta.DiscardAsync(IdOf(new Ordered(1, "a")), "cannot be mended")).ShouldBe(HttpStatusCode.NoContent);
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync())
            .ShouldBe(["x", "1: Given up by Ada: cannot be mended", "2 b"], "it is completed with the reason, and the order goes on"));
        await Eventually.HoldsAsync(async () => (await alpha.EntriesAsync())
            .ShouldBe(["answer 1", "answer 2"], ignoreOrder: true, "answers have no order: downstream hears of the one that was given up too, and waits for nothing"));
        (await beta.DeadLettersAsync()).Items.ShouldBeEmpty();
        (await beta.DiscardAsync(IdOf(new Ordered(1, "a")), "again")).ShouldBe(HttpStatusCode.NotFound, "it is no dead letter any more");
    }

    [Fact]
    public async Task A_dead_letter_that_is_retried_is_handled_as_if_it_had_just_come()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        var mended = false;
        beta.Script.Before = _ => mended ? Task.CompletedTask : throw new InvalidOperationException("poison");
        await alpha.SendAsync(WithIds(new Ordered(1, "a"), new Ordered(2, "b")));
        await Eventually.HoldsAsync(async () => (await beta.DeadLettersAsync()).Items.Count.ShouldBe(1));
        mended = true;
        (await beta.RetryAsync(IdOf(new Ordered(1, "a")))).ShouldBe(HttpStatusCode.NoContent);
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["1 a", "2 b"], "both in their order"));
    }

    [Fact]
    public async Task Two_instances_handle_each_message_once_and_in_order()
    {
        const int Count = 50;
        await using var one = await StartBetaAsync();
        await using var two = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await alpha.SendAsync(WithIds(Enumerable.Range(1, Count).Select(number => new Ordered(number, "once"))));
        await alpha.SendAsync(WithIds(Enumerable.Range(1, Count).Select(number => new Loose($"loose {number}"))));
        await Eventually.HoldsAsync(async () => (await one.EntriesAsync()).Count.ShouldBe(2 * Count));
        var entries = await one.EntriesAsync();
        entries.Where(text => text.EndsWith("once", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(1, Count).Select(number => $"{number} once"));
        entries.Distinct().Count().ShouldBe(2 * Count, "no message is handled by both");
    }
}
