namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Tells waiting loops that there may be work. A loop takes <see cref="Next"/> before it looks, so that no signal is lost in between.</summary>
internal sealed class Wake
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Next => Volatile.Read(ref next).Task;

    public void Set() =>
        Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

/// <summary>The signals within one service.</summary>
internal sealed class Wakes
{
    public Wake Outbox { get; } = new();

    public Wake Inbox { get; } = new();
}
