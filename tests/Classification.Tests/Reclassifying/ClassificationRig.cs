using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts.Messages;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Messaging;
using Utanforskap.Testing;

namespace Utanforskap.Classification.Tests.Reclassifying;

/// <summary>The handler on a real PostgreSQL, before it an Indicators over real HTTP, behind it a list of what was sent.</summary>
internal sealed class ClassificationRig : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly WebApplication _host;

    private ClassificationRig(TestDatabase database, ColumnSource indicators, WebApplication host) =>
        (_database, Indicators, _host) = (database, indicators, host);

    public ColumnSource Indicators { get; }

    public string ConnectionString => _database.ConnectionString;

    public List<Guid> Sent { get; } = [];

    public static async Task<ClassificationRig> StartAsync(MethodCatalogue? methods = null)
    {
        var database = await TestDatabase.CreateAsync();
        var indicators = await ColumnSource.StartAsync();
        var rig = new ClassificationRig(database, indicators, Host(database, indicators, methods ?? Methods("scb-omradestyp", "sei")));
        await rig.With<ClassificationDb, bool>(db => db.Database.EnsureCreatedAsync());
        return rig;
    }

    /// <summary>Some methods of the build.</summary>
    public static MethodCatalogue Methods(params string[] ids) => new(MethodCatalogue.Load("Methods").All.Where(m => ids.Contains(m.Id)));

    /// <summary>The same database and source, with other methods: as after a restart with changed files.</summary>
    public ClassificationRig With(MethodCatalogue methods) => new(_database, Indicators, Host(_database, Indicators, methods));

    /// <summary>Handles a release in a transaction, as the inbox does; what was sent counts only if it commits.</summary>
    public async Task<AreasClassified> HandleAsync(
        long release, IReadOnlyList<HeldIndicator>? held = null, Action? beforeCommit = null, bool giveUp = false)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var outbox = (Outbox)scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<ClassificationDb>().InTransactionAsync(
            async token =>
            {
                outbox.Sent.Clear();
                var changes = Indicators.ChangesOf(release).Columns
                    .Where(c => held is null || held.All(h => h.Indicator != c.Measure))
                    .Select(c => new ChangedIndicator(c.Measure, 1, c.Division, c.Period, c.Areas.Count)).ToList();
                var message = new IndicatorsRecalculated(release, $"run{release}", default, default, default, changes, held ?? [], null);
                var handler = scope.ServiceProvider.GetRequiredService<IndicatorsRecalculatedHandler>();
                await (giveUp ? handler.GiveUpAsync(message, "Given up by Ada: poison", token) : handler.HandleAsync(message, token));
                beforeCommit?.Invoke();
            },
            TestContext.Current.CancellationToken);
        Sent.AddRange(outbox.Sent.Select(s => s.Id));
        return (AreasClassified)outbox.Sent.Single().Message;
    }

    public async Task<ClassificationColumn> ResultsAsync(string method, string division, string period, long release) =>
        (await With<ResultReader, ClassificationColumn?>(r =>
            r.ReadAsync(new ResultSeries(method, division, period), release, TestContext.Current.CancellationToken))).ShouldNotBeNull();

    public async Task<T> With<TService, T>(Func<TService, Task<T>> act)
        where TService : notnull
    {
        await using var scope = _host.Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<List<string>> RowsAsync() => await With<ClassificationDb, List<string>>(async db =>
        [.. (await db.Set<ColumnVersion>().ToListAsync(TestContext.Current.CancellationToken))
            .Select(r => $"{r.Series} {r.Division} {r.Period} {r.Release} {Convert.ToHexString(r.Payload)}").Order(StringComparer.Ordinal)]);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await Indicators.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static WebApplication Host(TestDatabase database, ColumnSource indicators, MethodCatalogue methods)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "PostgreSql",
            ["Database:ConnectionString"] = database.ConnectionString,
        });
        builder.LogNothing();
        builder.AddDatabase<ClassificationDb>();
        builder.Services.AddColumnStore<ClassificationDb>();
        builder.Services.AddHttpClient(IndicatorsClient.Name, client => client.BaseAddress = indicators.Address);
        builder.Services.AddSingleton(methods).AddSingleton(TimeProvider.System).AddClassification();
        builder.Services.AddScoped<IndicatorsRecalculatedHandler>().AddScoped<IOutbox, Outbox>();
        return builder.Build();
    }

    private sealed class Outbox : IOutbox
    {
        public List<(object Message, Guid Id)> Sent { get; } = [];

        public void Send<TMessage>(TMessage message, Guid id)
            where TMessage : class => Sent.Add((message, id));
    }
}
