using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Testing;

/// <summary>The service before the one that is tested, as far as messages go: an outbox on a real database and broker.</summary>
public sealed class MessageSender : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MessageSender(WebApplication app) => _app = app;

    /// <param name="name">Whose place it takes, e.g. Ingestion.</param>
    /// <param name="database">An empty database of its own.</param>
    /// <param name="broker">The broker.</param>
    public static async Task<MessageSender> StartAsync(string name, TestDatabase database, TestBroker broker)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Database:ConnectionString"] = database.ConnectionString;
        builder.Configuration["Broker:Uri"] = broker.Uri.ToString();
        builder.AddServiceDefaults(name);
        builder.AddDatabase<Context>();
        builder.AddMessaging<Context>(_ => { });
        var sender = new MessageSender(builder.Build());
        await using (var scope = sender._app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Context>().Database.EnsureCreatedAsync();
        }

        await sender._app.StartAsync();
        return sender;
    }

    /// <summary>Sends a message after those before it; the same id is sent once.</summary>
    public async Task SendAsync<TMessage>(TMessage message, Guid id)
        where TMessage : class
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<Context>().InTransactionAsync(
            _ =>
            {
                outbox.Send(message, id);
                return Task.CompletedTask;
            },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddMessagingTables();
    }
}
