using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Contracts.Messages;
using Utanforskap.Indicators.Converting;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.Indicators.Recomputing;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.Indicators.Tests.Recalculating;

/// <summary>The handler on a real PostgreSQL, before it an Ingestion over real HTTP, behind it a list of what was sent.</summary>
internal sealed class IndicatorsRig : IAsyncDisposable
{
    public static readonly DateTimeOffset AcceptedAt = new(2024, 2, 22, 7, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly WebApplication _host;

    private IndicatorsRig(TestDatabase database, ColumnSource ingestion, WebApplication host) =>
        (_database, Ingestion, _host) = (database, ingestion, host);

    public ColumnSource Ingestion { get; }

    public string ConnectionString => _database.ConnectionString;

    public List<(object Message, Guid Id)> Sent { get; private set; } = [];

    public static async Task<IndicatorsRig> StartAsync(IndicatorCatalogue? catalogue = null)
    {
        var database = await TestDatabase.CreateAsync();
        var ingestion = await ColumnSource.StartAsync();
        var rig = new IndicatorsRig(database, ingestion, Host(database, ingestion, catalogue ?? IndicatorCatalogue.Load("Definitions")));
        await rig.With<IndicatorsDb, bool>(db => db.Database.EnsureCreatedAsync());
        return rig;
    }

    /// <summary>The same database and source, with other definitions: as after a restart with changed files.</summary>
    public IndicatorsRig With(IndicatorCatalogue catalogue) => new(_database, Ingestion, Host(_database, Ingestion, catalogue));

    /// <summary>Handles a release in a transaction, as the inbox does; what was sent counts only if it commits.</summary>
    public async Task<IndicatorsRecalculated> HandleAsync(long release, string register, Action? beforeCommit = null, bool giveUp = false)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var outbox = (Outbox)scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<IndicatorsDb>().InTransactionAsync(
            async token =>
            {
                outbox.Sent.Clear();
                var changes = Ingestion.ChangesOf(release).Columns
                    .Select(c => new ChangedColumn(c.Measure, c.Division, c.Period, c.Kind, c.Areas.Count)).ToList();
                var message = new ReleaseIngested(release, $"id{release}", null, register, "TAB", "hash", AcceptedAt, null, changes);
                var handler = scope.ServiceProvider.GetRequiredService<ReleaseIngestedHandler>();
                await (giveUp ? handler.GiveUpAsync(message, "Given up by Ada: poison", token) : handler.HandleAsync(message, token));
                beforeCommit?.Invoke();
            },
            TestContext.Current.CancellationToken);
        Sent.AddRange(outbox.Sent);
        return (IndicatorsRecalculated)outbox.Sent.Single().Message;
    }

    public Task<Column?> ReadAsync(string indicator, string division, string period, long asOf) =>
        With<IColumnStore, Column?>(s => s.ReadAsync(new(indicator, division, period), asOf, TestContext.Current.CancellationToken));

    public async Task<T> With<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<List<string>> RowsAsync() => await With<IndicatorsDb, List<string>>(async db =>
        [.. (await db.Set<ColumnVersion>().ToListAsync(TestContext.Current.CancellationToken))
            .Select(r => $"{r.Series} {r.Division} {r.Period} {r.Release} {Convert.ToHexString(r.Payload)}").Order(StringComparer.Ordinal)]);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Ingestion.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static WebApplication Host(TestDatabase database, ColumnSource ingestion, IndicatorCatalogue catalogue)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "PostgreSql",
            ["Database:ConnectionString"] = database.ConnectionString,
        });
        builder.LogNothing();
        builder.AddDatabase<IndicatorsDb>();
        builder.Services.AddColumnStore<IndicatorsDb>();
        builder.Services.AddHttpClient(IngestionClient.Name, client => client.BaseAddress = ingestion.Address);
        builder.Services.AddSingleton(catalogue).AddSingleton(AreaKeys.Load("Keys")).AddSingleton<IngestionClient>().AddSingleton(TimeProvider.System);
        builder.Services.AddOptions<IndicatorsOptions>();
        builder.Services.AddSingleton<IndicatorConversion>().AddScoped<Recalculation>().AddScoped<Recomputation>().AddScoped<ReleaseIngestedHandler>().AddScoped<IOutbox, Outbox>();
        return builder.Build();
    }

    private sealed class Outbox : IOutbox
    {
        public List<(object Message, Guid Id)> Sent { get; } = [];

        public void Send<TMessage>(TMessage message, Guid id)
            where TMessage : class => Sent.Add((message, id));
    }
}
