namespace Utanforskap.Simulator.Tests;

/// <summary>A simulator over the small table's first release, of three years, which a class of tests shares because none changes it.</summary>
public sealed class SmallSimulator : IAsyncLifetime
{
    /// <summary>Years of the table: from 2022.</summary>
    public const int Years = 3;

    private readonly SmallFolder _folder = new(Years);

    internal RunningSimulator Running { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningSimulator.Start(_folder.Path);
        await Running.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _folder.Dispose();
    }
}
