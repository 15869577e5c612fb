using Microsoft.EntityFrameworkCore.Diagnostics;
using Utanforskap.Contracts;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

/// <summary>Two services on two real databases and one real broker; one such test at a time.</summary>
[Collection("messaging")]
public abstract class MessagingTests : IAsyncLifetime
{
    private TestDatabase alphaDatabase = null!;
    private TestDatabase betaDatabase = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected TestDatabase AlphaDatabase => alphaDatabase;

    protected TestDatabase BetaDatabase => betaDatabase;

    protected TestBroker Broker { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Broker = await TestBroker.CreateAsync();
        alphaDatabase = await TestDatabase.CreateAsync();
        betaDatabase = await TestDatabase.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (alphaDatabase?.DisposeAsync() ?? default);
        await (betaDatabase?.DisposeAsync() ?? default);
        await (Broker?.DisposeAsync() ?? default);
    }

    protected static Guid IdOf(object message) => ContentId.GuidOf("test", message.ToString());

    protected static (Guid Id, TMessage Message)[] WithIds<TMessage>(params IEnumerable<TMessage> messages)
        where TMessage : class => [.. messages.Select(message => (IdOf(message), message))];

    /// <summary>How often the services look by themselves: often enough for retries in tests.</summary>
    protected TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    private protected Task<TestService> StartAlphaAsync(params IEnumerable<IInterceptor> interceptors) => TestService.StartAsync(
        "Alpha", alphaDatabase.ConnectionString, Broker.Uri, messaging => messaging.Handle<Answer, AnswerHandler>(), Poll, interceptors);

    private protected Task<TestService> StartBetaAsync(params IEnumerable<IInterceptor> interceptors) => TestService.StartAsync(
        "Beta",
        betaDatabase.ConnectionString,
        Broker.Uri,
        messaging => messaging.Handle<Loose, LooseHandler>().HandleInOrder<Ordered, OrderedHandler>(message => message.Number),
        Poll,
        interceptors);
}
