using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Messaging;

/// <summary>A failure is told once, by who handles it.</summary>
public sealed class FailureLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SELECT 1 FROM nowhere", "42P01")]
    [InlineData("SELECT pg_terminate_backend(pg_backend_pid())", "57P01")]
    public async Task What_the_database_throws_is_left_to_whoever_catches_it(string sql, string state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var records = new Records();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(records).SetMinimumLevel(LogLevel.Warning));
        await using var context = new DbContext(new DbContextOptionsBuilder()
            .UseProvider(DatabaseProvider.PostgreSql, database.ConnectionString).UseLoggerFactory(loggers).Options);
        await context.Database.OpenConnectionAsync(Stop);
        await using var transaction = await context.Database.BeginTransactionAsync(Stop);

        var thrown = await Should.ThrowAsync<PostgresException>(context.Database.ExecuteSqlRawAsync(sql, Stop));

        thrown.SqlState.ShouldBe(state);
        records.Kept.ShouldBeEmpty("it is thrown, so it is not logged too");
    }

    [Fact]
    public async Task A_loop_tells_what_passes_in_one_line_and_a_fault_with_where_it_came_from()
    {
        var records = new Records();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(records));
        var errors = new Queue<Exception>([new InvalidOperationException("outer", new TimeoutException("no answer")), new ArgumentException("our fault")]);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        await new WorkLoop(new Wake(), TimeSpan.FromMilliseconds(1), TimeProvider.System, loggers.CreateLogger("loop")).RunAsync(
            async _ =>
            {
                if (errors.TryDequeue(out var error))
                {
                    throw error;
                }

                await end.CancelAsync();
                return false;
            },
            end.Token);

        records.Kept.Select(record => (record.Level, record.Text, record.Error?.GetType())).ShouldBe(
        [
            (LogLevel.Warning, "Messages wait, and are tried again: no answer", null),
            (LogLevel.Error, "Messages wait: our fault", typeof(ArgumentException)),
        ]);
    }

    private sealed class Records : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text, Exception? Error)> Kept { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Kept.Enqueue((logLevel, formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
