using Utanforskap.Ingestion.Sources;
using Utanforskap.Testing;

namespace Utanforskap.Ingestion.Tests.Sources;

public sealed class CallLimiterTests
{
    private readonly TestTime _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_calls_of_a_window_may_start_at_once_and_the_next_waits_until_the_first_is_a_window_old()
    {
        var limiter = Limiter(3);
        await CallAsync(limiter);
        _time.Move(TimeSpan.FromSeconds(0.4));
        await CallAsync(limiter);
        await CallAsync(limiter);
        var fourth = limiter.EnterAsync(Stop);
        fourth.IsCompleted.ShouldBeFalse("three are allowed in a second");

        _time.Move(TimeSpan.FromSeconds(0.6));
        fourth.IsCompleted.ShouldBeFalse("the source may have counted the first call a moment after it was sent");
        _time.Move(TimeSpan.FromMilliseconds(1));

        (await fourth.WaitAsync(TimeSpan.FromSeconds(30), Stop)).Dispose();
        limiter.EnterAsync(Stop).IsCompleted.ShouldBeFalse("the second call is only 0.6 seconds old");
    }

    [Fact]
    public async Task A_call_whose_answer_is_slow_keeps_its_place_until_a_window_after_the_answer()
    {
        var limiter = Limiter(1);
        var slow = await limiter.EnterAsync(Stop);
        var next = limiter.EnterAsync(Stop);
        _time.Move(TimeSpan.FromSeconds(5));
        next.IsCompleted.ShouldBeFalse("the source may count the slow call only now");

        slow.Answer();
        await WaitsAsync();
        _time.Move(TimeSpan.FromSeconds(0.9));
        slow.Dispose();
        next.IsCompleted.ShouldBeFalse("the answer began 0.9 seconds ago");
        _time.Move(TimeSpan.FromSeconds(0.2));

        (await next.WaitAsync(TimeSpan.FromSeconds(30), Stop)).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_takes_no_place()
    {
        var limiter = Limiter(1);
        await CallAsync(limiter);
        using var giveUp = new CancellationTokenSource();
        var given = limiter.EnterAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        _time.Move(TimeSpan.FromSeconds(1.1));

        limiter.EnterAsync(Stop).IsCompleted.ShouldBeTrue("the only call is more than a window old");
    }

    private CallLimiter Limiter(int calls)
    {
        var limiter = new CallLimiter(_time);
        limiter.Allow(calls, TimeSpan.FromSeconds(1));
        return limiter;
    }

    private static async Task CallAsync(CallLimiter limiter) => (await limiter.EnterAsync(Stop)).Dispose();

    /// <summary>Until the one who waits has heard of the answer and waits for the clock.</summary>
    private async Task WaitsAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_time.Waiting == 0)
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
