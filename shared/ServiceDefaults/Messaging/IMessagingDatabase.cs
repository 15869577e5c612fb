using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>The service's database, for parts that need not know its context's type.</summary>
internal interface IMessagingDatabase
{
    Task<DbContext> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The context that the scope's services share.</summary>
    DbContext Of(IServiceProvider scope);
}

internal sealed class MessagingDatabase<TContext>(IDbContextFactory<TContext> contexts) : IMessagingDatabase
    where TContext : DbContext
{
    public async Task<DbContext> OpenAsync(CancellationToken cancellationToken) => await contexts.CreateDbContextAsync(cancellationToken);

    public DbContext Of(IServiceProvider scope) => scope.GetRequiredService<TContext>();
}
