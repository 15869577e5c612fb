using Utanforskap.Console.Running;
using Utanforskap.Console.State;
using Utanforskap.Contracts.Reading;

namespace Utanforskap.Console.Releasing;

/// <summary>
/// Lets the simulated source publish, one release at a time: the next only after Ingestion recorded the last, so that the same releases come in the
/// same order whatever happens meanwhile.
/// </summary>
internal sealed class ReleaseRun : IDisposable
{
    private const string Api = "The API";

    // A read that ended this long after a release became visible has begun after it.
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(20);

    private readonly ReleaseStory _story;
    private readonly SimulatedSource _source;
    private readonly PublishingApi _api;
    private readonly TimeProvider _time;

    public ReleaseRun(ReleaseStory story, StateFolder state, TimeProvider time)
    {
        var settings = state.Exists ? RunSettings.Read(state) : null;
        if (settings is null || (state.PidFile(LocalSystem.Supervisor).Running ?? state.PidFile(LocalSystem.Publishing).Running) is null)
        {
            throw new UtanException($"Nothing runs in {state.Path}; start it with `./utan up`.");
        }

        if (!settings.Source.IsSimulated)
        {
            throw new UtanException("This run reads Statistics Sweden's API, whose releases come when they come; start one on a folder or the made-up country with `./utan up --registers`.");
        }

        _story = story;
        _time = time;
        _source = new SimulatedSource(settings.Ports.Simulator);
        _api = new PublishingApi(settings.Ports.Publishing, new LocalSystem(state, settings).OperatorKeyFile);
    }

    /// <summary>Publishes the next release, of a table or of any; or all that remain.</summary>
    /// <param name="wait">Whether to follow each release to its last completion.</param>
    public async Task RunAsync(string? table, bool all, bool wait, CancellationToken cancellationToken)
    {
        var releases = await _source.ReleasesAsync(cancellationToken);
        if (table is not null && releases.All(release => !Is(release, table)))
        {
            throw new UtanException($"The source has no table {table}; it has {string.Join(", ", releases.Select(release => release.Table).Distinct().Order(StringComparer.Ordinal))}.");
        }

        var remaining = releases.Where(release => !release.Published && (table is null || Is(release, table))).ToList();
        if (remaining.Count == 0 && !all)
        {
            throw new UtanException($"All releases{(table is null ? "" : $" of {table}")} are out; `./utan down --purge` and `./utan up` begin anew.");
        }

        if (remaining.Count == 0)
        {
            _story.NothingRemains();
        }

        // An earlier command may have been interrupted just after it published.
        foreach (var newest in releases.Where(release => release.Published).GroupBy(release => release.Table).Select(ofTable => ofTable.Last()))
        {
            await RecordedAsync(newest, _time.GetUtcNow(), cancellationToken);
        }

        // Every stage handles releases in order: once the newest is complete, all are.
        var following = wait && remaining.Count == 0 && (await RegistersAsync(cancellationToken)).Max(register => register.Release) is { } last
            ? FollowAsync(Task.CompletedTask, last, cancellationToken)
            : Task.CompletedTask;
        foreach (var release in all ? remaining : remaining[..1])
        {
            var number = await PublishAsync(release, cancellationToken);
            if (wait && number is { } accepted)
            {
                following = FollowAsync(following, accepted, cancellationToken);
            }
        }

        await following;
    }

    public void Dispose()
    {
        _source.Dispose();
        _api.Dispose();
    }

    /// <summary>Publishes a release and waits until Ingestion recorded it.</summary>
    /// <returns>Its number, or null if it was refused, unchanged or is not read.</returns>
    private async Task<long?> PublishAsync(SourceRelease release, CancellationToken cancellationToken)
    {
        var before = Of(release, await RegistersAsync(cancellationToken));
        await _source.PublishAsync(release, cancellationToken);
        var after = await RecordedAsync(release, _time.GetUtcNow(), cancellationToken);
        if (after is null)
        {
            _story.NotRead(release);
            return null;
        }

        if (after.Release is { } number && number != before?.Release)
        {
            var record = await FindAsync<ReleaseRecord>($"/api/v1/releases/{number}", cancellationToken);
            _story.Accepted(release, number, after.Register, record?.Changes);
            return number;
        }

        if (after is { LastOutcome: "refused", Refusal: { } refusal })
        {
            _story.Refused(release, await FindAsync<ReleaseRecord>($"/api/v1/refusals/{Uri.EscapeDataString(refusal)}", cancellationToken));
        }
        else
        {
            _story.Unchanged(release);
        }

        return null;
    }

    /// <summary>Waits until Ingestion has decided about a release; null if no register reads its table.</summary>
    private async Task<RegisterStatus?> RecordedAsync(SourceRelease release, DateTimeOffset visibleSince, CancellationToken cancellationToken)
    {
        var registers = await Patience.UntilAsync(
            Api,
            _api.RegistersAsync,
            all => Of(release, all) is not { } status || IsRecorded(status),
            $"Ingestion has not read the release of {release.Table}",
            cancellationToken);
        return Of(release, registers);

        bool IsRecorded(RegisterStatus status) =>
            status.LastOutcome is not null && (status.LastSeenUpdated >= release.Released || status.LastReadAt > visibleSince + LongestRead);
    }

    /// <summary>Tells how a release ended, after those before it.</summary>
    private async Task FollowAsync(Task before, long number, CancellationToken cancellationToken)
    {
        var run = await Patience.UntilAsync(
            Api,
            token => _api.FindAsync<Run>($"/api/v1/runs/{number}", token),
            answer => answer?.State == "complete",
            $"release {number} is not complete at every stage",
            cancellationToken);
        var publications = new Dictionary<string, Publication>();
        foreach (var id in run!.Methods.Select(method => method.Publication).OfType<string>())
        {
            if (await FindAsync<Publication>($"/api/v1/publications/{id}", cancellationToken) is { } publication)
            {
                publications[id] = publication;
            }
        }

        await before;
        _story.Ended(number, run, publications);
    }

    private Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class => Patience.AskAsync(Api, token => _api.FindAsync<T>(path, token), cancellationToken);

    private Task<IReadOnlyList<RegisterStatus>> RegistersAsync(CancellationToken cancellationToken) => Patience.AskAsync(Api, _api.RegistersAsync, cancellationToken);

    private static bool Is(SourceRelease release, string table) => release.Table.Equals(table, StringComparison.OrdinalIgnoreCase);

    private static RegisterStatus? Of(SourceRelease release, IEnumerable<RegisterStatus> registers) => registers.FirstOrDefault(register => register.Table == release.Table);
}
