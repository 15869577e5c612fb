using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Utanforskap.Testing;

public static class Logging
{
    /// <summary>
    /// A host that logs nothing, by the one logger factory of all such hosts: EF Core builds its services, its model and its queries once for each logger factory,
    /// which takes longer than most tests.
    /// </summary>
    public static TBuilder LogNothing<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        return builder;
    }
}
