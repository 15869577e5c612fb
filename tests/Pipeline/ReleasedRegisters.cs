using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>A system in which the recorded registers were all released, with what a subscriber heard meanwhile.</summary>
public sealed class ReleasedRegisters : IAsyncLifetime
{
    private const string Registers = "registers";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private RunningSystem? _system;
    private Subscriber? _subscriber;

    /// <summary>What befalls the system while the registers are released, until it is told to stop.</summary>
    public Func<RunningSystem, CancellationToken, Task> Disturbance { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>The system; the calling test is skipped where there are no registers.</summary>
    public RunningSystem System
    {
        get
        {
            SharedData.Find(Registers);
            return _system!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (SharedData.TryFind(Registers) is not { } folder)
        {
            return;
        }

        _system = await RunningSystem.StartAsync(folder);
        _subscriber = await Subscriber.ConnectAsync((await System.StatusAsync()).GetProperty("amqp").GetString()!, "classification.changed.#");
        using var stop = new CancellationTokenSource();
        var disturbance = Disturbance(System, stop.Token);
        await System.UtanAsync("release", "--all", "--wait");
        await stop.CancelAsync();
        await disturbance;
    }

    /// <summary>The ids of the changes that the subscriber heard, each once; of a method, or of all.</summary>
    public HashSet<string> OnAmqp(string? method = null) =>
        [.. _subscriber!.Events.Where(e => method is null || e.GetProperty("data").GetProperty("method").GetString() == method).Select(e => e.GetProperty("id").GetString()!)];

    /// <summary>Waits until the subscriber has heard all of these.</summary>
    public Task UntilOnAmqpAsync(IReadOnlyCollection<string> ids) => _subscriber!.UntilAsync(_ => OnAmqp().IsSupersetOf(ids), Limit, $"{ids.Count} events on AMQP");

    public async ValueTask DisposeAsync()
    {
        if (_subscriber is not null)
        {
            await _subscriber.DisposeAsync();
        }

        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }
}
