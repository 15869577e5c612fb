using System.Net;
using System.Text;
using RabbitMQ.Client;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

[Trait("Category", "Slow")]
public sealed class DeadLetterTests : MessagingTests
{
    [Theory]
    [InlineData("Ordered", """{"number": 1, "text": """, """{"number": 1, "text": """)]
    [InlineData("Ordered", """{"number": "one", "text": "a"}""", """{"number": "one", "text": "a"}""")]
    [InlineData("Ordered", "{}", "{}")]
    [InlineData("Stranger", """{"number": 1}""", """{"number": 1}""")]
    [InlineData("Loose", "\0", "AA==")]
    public async Task What_cannot_be_read_is_kept_with_its_body_and_a_reason_and_holds_up_no_other(string type, string body, string kept)
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await PublishAsync("beta", type, IdOf(body), body);
        await alpha.SendAsync(WithIds(new Loose("sound")));
        await Eventually.HoldsAsync(async () =>
        {
            (await beta.EntriesAsync()).ShouldBe(["sound"]);
            var letter = (await beta.DeadLettersAsync()).Items.ShouldHaveSingleItem("the message is not lost");
            letter.Id.ShouldBe(IdOf(body));
            letter.Type.ShouldBe(type);
            letter.Body.ShouldBe(kept, "as it came");
            letter.Error.ShouldNotBeNull().ShouldStartWith("It could not be read: ");
        });
    }

    [Fact]
    public async Task What_could_not_be_read_is_read_again_when_it_is_retried_and_gives_way_to_a_sound_copy()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        var id = IdOf(new Ordered(1, "a"));
        await PublishAsync("beta", "Ordered", id, """{"number": 1, "te""");
        await Eventually.HoldsAsync(async () => (await beta.DeadLettersAsync()).Items.Select(letter => letter.Id).ShouldBe([id]));
        (await beta.RetryAsync(id)).ShouldBe(HttpStatusCode.Conflict, "it still cannot be read, and is not handled out of its order");
        await alpha.SendAsync(WithIds(new Ordered(1, "a")));
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["1 a"], "the same id, sound, is no repetition"));
        (await beta.DeadLettersAsync()).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_broker_set_aside_after_too_many_deliveries_is_received_all_the_same()
    {
        await using var beta = await StartBetaAsync();
        await Eventually.HoldsAsync(async () => (await Broker.QueuesAsync()).Keys.ShouldContain("beta.dead"));
        await PublishAsync("beta.dead", "Loose", IdOf("aside"), """{"text": "aside"}""");
        await Eventually.HoldsAsync(async () => (await beta.EntriesAsync()).ShouldBe(["aside"]));
    }

    [Fact]
    public async Task One_that_others_build_on_is_retried_and_not_discarded()
    {
        await using var alpha = await StartAlphaAsync();
        await using (var context = await alpha.OpenAsync())
        {
            var early = DateTimeOffset.UnixEpoch;
            context.Add(new OutboxMessage
            {
                Id = IdOf("unsent"), Type = "Ordered", Body = """{"number": 1, "text": "a"}""", StoredAt = early, DueAt = null, State = MessageState.Dead,
            });
            await context.SaveChangesAsync(Stop);
        }

        (await alpha.DiscardAsync(IdOf("unsent"), "no use")).ShouldBe(HttpStatusCode.Conflict, "beta would wait for its number for ever");
        (await alpha.RetryAsync(IdOf("unsent"))).ShouldBe(HttpStatusCode.NoContent);
        await Eventually.HoldsAsync(async () => (await alpha.WaitingAsync()).ShouldBe(0, "it is sent"));
    }

    [Fact]
    public async Task The_list_is_read_page_by_page_without_gap_or_repetition()
    {
        const int Each = 7;
        await using var alpha = await StartAlphaAsync();
        await using (var context = await alpha.OpenAsync())
        {
            for (var number = 0; number < Each; number++)
            {
                // Some at the same time, as messages of one transaction are.
                var at = DateTimeOffset.UnixEpoch.AddSeconds(number / 3);
                context.Add(new OutboxMessage { Id = IdOf($"o{number}"), Type = "Old", Body = "{}", StoredAt = at, DueAt = null, State = MessageState.Dead });
                context.Add(new InboxMessage { Id = IdOf($"i{number}"), Type = "Old", Body = "{}", StoredAt = at, DueAt = null, State = MessageState.Dead });
            }

            await context.SaveChangesAsync(Stop);
        }

        var seen = new List<(string Box, Guid Id, DateTimeOffset At)>();
        for (var page = await alpha.DeadLettersAsync("?limit=4"); ; page = await alpha.DeadLettersAsync($"?limit=4&after={page.Next}"))
        {
            page.Items.Count.ShouldBeLessThanOrEqualTo(4);
            seen.AddRange(page.Items.Select(letter => (letter.Box, letter.Id, letter.StoredAt)));
            if (page.Next is null)
            {
                break;
            }
        }

        seen.Select(letter => letter.Id).ShouldBe(
            Enumerable.Range(0, Each).SelectMany(number => new[] { IdOf($"o{number}"), IdOf($"i{number}") }), ignoreOrder: true);
        seen.Select(letter => (letter.Box, letter.At)).ShouldBe(
            seen.OrderByDescending(letter => letter.Box).ThenBy(letter => letter.At).Select(letter => (letter.Box, letter.At)), "a box at a time, the oldest first");
    }

    /// <summary>Puts any bytes into a queue, as a message of a type.</summary>
    private async Task PublishAsync(string queue, string type, Guid id, string body)
    {
        await using var connection = await new ConnectionFactory { Uri = Broker.Uri }.CreateConnectionAsync(Stop);
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Stop);
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            MessageId = id.ToString(),
            Headers = new Dictionary<string, object?> { ["MT-MessageType"] = $"urn:message:{typeof(Ordered).Namespace}:{type}" },
        };
        await channel.BasicPublishAsync("", queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body), Stop);
    }
}
