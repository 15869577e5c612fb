using System.Net;
using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.ServiceDefaults.Messaging.Receiving;
using Utanforskap.ServiceDefaults.Messaging.Sending;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

[Trait("Category", "Slow")]
public sealed class WithoutServersTests
{
    private static readonly Uri NoBroker = new("amqp://guest:guest@127.0.0.1:9");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_broker_a_service_lives_says_that_it_is_not_ready_and_keeps_each_message_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var alpha = await TestService.StartAsync("Alpha", database.ConnectionString, NoBroker, _ => { }, TimeSpan.FromSeconds(1));
        var id = Contracts.ContentId.GuidOf("kept");
        await alpha.SendAsync((id, new Loose("kept")), (id, new Loose("kept")));
        await alpha.SendAsync((id, new Loose("kept")));
        (await alpha.WaitingAsync()).ShouldBe(1, "an id that waits is not added again");
        using var client = new HttpClient { BaseAddress = new Uri(alpha.App.Urls.Single()) };
        (await client.GetAsync(new Uri("health/live", UriKind.Relative), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var ready = await client.GetAsync(new Uri("health/ready", UriKind.Relative), Stop);
        ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync(Stop)).ShouldContain("The broker is not connected.");
    }

    [Fact]
    public void On_sql_server_claimed_rows_are_locked_and_others_skip_them()
    {
        using var context = new MessagingContext((DbContextOptions<MessagingContext>)new DbContextOptionsBuilder<MessagingContext>()
            .UseProvider(DatabaseProvider.SqlServer, "Server=nowhere").Options);
        context.Set<OutboxMessage>().FromDue(context, DateTimeOffset.UnixEpoch, 10).ToQueryString().ShouldContain(
            """
            SELECT TOP (@p0) * FROM outbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE due_at <= @p1
            ORDER BY due_at, id
            """);
        context.Set<InboxMessage>().FromDue(context, DateTimeOffset.UnixEpoch).ToQueryString().ShouldContain(
            "FROM inbox_message WITH (ROWLOCK, UPDLOCK, READPAST) WHERE due_at <= @p0 AND number IS NULL");
        context.Set<InboxMessage>().FromStream(context, "Ordered", DateTimeOffset.UnixEpoch).ToQueryString().ShouldContain(
            """
            SELECT TOP (1) m.* FROM inbox_cursor AS c WITH (ROWLOCK, UPDLOCK, READPAST)
            JOIN inbox_message AS m ON m.type = c.stream AND m.number = c.next
            """);
        var script = context.Database.GenerateCreateScript();
        script.ShouldContain("CREATE INDEX [ix_outbox_message_due] ON [outbox_message] ([due_at], [id]) WHERE due_at IS NOT NULL");
        script.ShouldContain("[body] nvarchar(max) COLLATE Latin1_General_100_BIN2_UTF8 NOT NULL");
    }

    [Theory]
    [InlineData(typeof(HttpRequestException), true)]
    [InlineData(typeof(TimeoutException), true)]
    [InlineData(typeof(TaskCanceledException), true)]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(System.Text.Json.JsonException), false)]
    public void Outages_are_told_from_faults(Type error, bool passes) =>
        Transient.Is(new InvalidOperationException("outer", (Exception)Activator.CreateInstance(error)!)).ShouldBe(passes);

    [Fact]
    public void A_refused_question_is_a_fault_and_a_refused_key_an_outage()
    {
        Transient.Is(new HttpRequestException("", null, HttpStatusCode.NotFound)).ShouldBeFalse();
        Transient.Is(new HttpRequestException("", null, HttpStatusCode.Unauthorized)).ShouldBeTrue();
        Transient.Is(new HttpRequestException("", null, HttpStatusCode.BadGateway)).ShouldBeTrue();
    }

    [Fact]
    public void Delays_double_up_to_the_longest()
    {
        var options = new MessagingOptions();
        new[] { 1, 2, 5, 1_000 }.Select(options.DelayAfter)
            .ShouldBe([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(1)]);
    }
}
