using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Testing;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.ServiceDefaults.Messaging.DeadLetters;
using Utanforskap.ServiceDefaults.Messaging.Sending;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

public sealed record Ordered(long Number, string Text);

public sealed record Loose(string Text);

public sealed record Answer(long Number);

/// <summary>A message whose queue does not exist in the broker.</summary>
public sealed record Unroutable(string Text);

/// <summary>What a handler wrote, in the order in which it did.</summary>
public sealed class Entry
{
    public int Id { get; init; }

    public required string Text { get; init; }
}

public sealed class MessagingContext(DbContextOptions<MessagingContext> options) : DbContext(options)
{
    public DbSet<Entry> Entries => Set<Entry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddMessagingTables();
        modelBuilder.Entity<Entry>().ToTable("entry");
    }
}

/// <summary>What happens besides writing when a message is handled; shared by the handlers of a service.</summary>
public sealed class Script
{
    public Func<object, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Every attempt, also of those that failed.</summary>
    public ConcurrentQueue<object> Attempts { get; } = [];

    public async Task PlayAsync(object message)
    {
        Attempts.Enqueue(message);
        await Before(message);
    }
}

public sealed class OrderedHandler(MessagingContext context, IOutbox outbox, Script script) : IMessageHandler<Ordered>, IGiveUp<Ordered>
{
    public Task GiveUpAsync(Ordered message, string reason, CancellationToken cancellationToken)
    {
        context.Add(new Entry { Text = $"{message.Number}: {reason}" });
        outbox.Send(new Answer(message.Number), Contracts.ContentId.GuidOf("answer", $"{message.Number}"));
        return Task.CompletedTask;
    }

    public async Task HandleAsync(Ordered message, CancellationToken cancellationToken)
    {
        context.Add(new Entry { Text = $"{message.Number} {message.Text}" });
        outbox.Send(new Answer(message.Number), Contracts.ContentId.GuidOf("answer", $"{message.Number}"));
        await context.SaveChangesAsync(cancellationToken);
        await script.PlayAsync(message);
    }
}

public sealed class LooseHandler(MessagingContext context, Script script) : IMessageHandler<Loose>
{
    public async Task HandleAsync(Loose message, CancellationToken cancellationToken)
    {
        context.Add(new Entry { Text = message.Text });
        await context.SaveChangesAsync(cancellationToken);
        await script.PlayAsync(message);
    }
}

public sealed class AnswerHandler(MessagingContext context, Script script) : IMessageHandler<Answer>
{
    public async Task HandleAsync(Answer message, CancellationToken cancellationToken)
    {
        context.Add(new Entry { Text = $"answer {message.Number}" });
        await script.PlayAsync(message);
    }
}

/// <summary>A whole service on a real database and broker.</summary>
internal sealed class TestService : IAsyncDisposable
{
    /// <summary>Two services: <c>alpha</c> sends and hears answers, <c>beta</c> handles.</summary>
    public static MessageRoutes Routes { get; } = new(
        MessageRoute.Of<Ordered>("beta"),
        MessageRoute.Of<Loose>("beta"),
        MessageRoute.Of<Answer>("alpha"),
        MessageRoute.Of<Unroutable>("gone"));

    private TestService(WebApplication app) => App = app;

    public WebApplication App { get; }

    public Script Script => App.Services.GetRequiredService<Script>();

    public static async Task<TestService> StartAsync(
        string name, string database, Uri broker, Action<MessagingBuilder> configure, TimeSpan poll, params IEnumerable<IInterceptor> interceptors)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.LogNothing();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Database:ConnectionString"] = database;
        builder.Configuration["Broker:Uri"] = broker.ToString();
        builder.Configuration["Messaging:Poll"] = poll.ToString();
        builder.Configuration["Messaging:FirstDelay"] = "00:00:00.02";
        builder.Configuration["Messaging:Faults"] = "3";
        builder.Services.AddSingleton<Script>();
        foreach (var interceptor in interceptors)
        {
            builder.Services.AddSingleton(interceptor);
        }

        builder.AddServiceDefaults(name);
        builder.AddDatabase<MessagingContext>();
        builder.AddMessaging<MessagingContext>(messaging => configure(messaging.Along(Routes)));
        var app = builder.Build();
        app.UseServiceDefaults(internalOnly: false);
        app.MapDeadLetters<MessagingContext>();
        var service = new TestService(app);
        await using (var context = await service.OpenAsync())
        {
            // A second instance finds the tables there.
            await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public Task<MessagingContext> OpenAsync() =>
        App.Services.GetRequiredService<IDbContextFactory<MessagingContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends messages in one transaction.</summary>
    public async Task SendAsync<TMessage>(params IEnumerable<(Guid Id, TMessage Message)> messages)
        where TMessage : class
    {
        await using var scope = App.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<MessagingContext>().InTransactionAsync(
            _ =>
            {
                foreach (var (id, message) in messages)
                {
                    outbox.Send(message, id);
                }

                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
    }

    public async Task<List<string>> EntriesAsync()
    {
        await using var context = await OpenAsync();
        return await context.Entries.OrderBy(entry => entry.Id).Select(entry => entry.Text).ToListAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>How many messages are in the outbox.</summary>
    public async Task<int> WaitingAsync()
    {
        await using var context = await OpenAsync();
        return await context.Set<OutboxMessage>().CountAsync(TestContext.Current.CancellationToken);
    }

    public async Task<DeadLetterPage> DeadLettersAsync(string query = "")
    {
        using var client = new HttpClient { BaseAddress = new Uri(App.Urls.Single()) };
        return (await client.GetFromJsonAsync<DeadLetterPage>("dead-letters" + query, Contracts.WireJson.Options, TestContext.Current.CancellationToken))!;
    }

    public Task<HttpStatusCode> RetryAsync(Guid letter) => ActAsync($"{letter}/retry", null);

    public Task<HttpStatusCode> DiscardAsync(Guid letter, string reason) => ActAsync($"{letter}/discard", new { reason });

    private async Task<HttpStatusCode> ActAsync(string act, object? body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(App.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "dead-letters/" + act) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Actor", "Ada");
        return (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
    }
}
