using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Utanforskap.ServiceDefaults.Database;

public static class DatabaseExtensions
{
    /// <summary>Registers a scoped DbContext (and IDbContextFactory) on the configured provider (settings Database:Provider, Database:ConnectionString).</summary>
    public static IHostApplicationBuilder AddDatabase<TContext>(this IHostApplicationBuilder builder)
        where TContext : DbContext => builder;

    /// <summary>Runs an idempotent piece of work in one transaction, again as a whole if the connection fails (the provider's retrying strategy).</summary>
    public static Task InTransactionAsync(this DbContext context, Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>Writes many rows at once: COPY on PostgreSQL, SqlBulkCopy on SQL Server, within the context's current transaction.</summary>
public interface IBulkWriter
{
    /// <summary>Rows of an entity type of the context's model.</summary>
    Task<long> WriteAsync<TEntity>(DbContext context, IEnumerable<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class;
}
