using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.ServiceDefaults.Database;

/// <summary>A span for each command on SQL Server, whose client makes none of its own (Npgsql's does).</summary>
internal sealed class SqlServerSpans : DbCommandInterceptor
{
    public static SqlServerSpans Instance { get; } = new();

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Record(command, eventData, null);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Record(command, eventData, null);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        Record(command, eventData, null);
        return ValueTask.FromResult(result);
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Record(command, eventData, eventData.Exception);
        return Task.CompletedTask;
    }

    // The command is over when it is told of: the span is made in retrospect, with the times that were measured.
    private static void Record(DbCommand command, CommandEndEventData eventData, Exception? error)
    {
        var span = Telemetry.Source.StartActivity(
            command.Connection?.Database ?? "sql", ActivityKind.Client, default(ActivityContext), startTime: eventData.StartTime);
        if (span is null)
        {
            return;
        }

        span.SetTag("db.system.name", "microsoft.sql_server").SetTag("db.query.text", command.CommandText);
        if (error is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, error.Message);
        }

        span.SetEndTime((eventData.StartTime + eventData.Duration).UtcDateTime);
        span.Dispose();
    }
}
