using System.Text.Json;
using Utanforskap.Console.Running;
using Utanforskap.Console.State;
using Utanforskap.Contracts;

namespace Utanforskap.Console.Verifying;

/// <summary>Has publications of a run computed again from their lineage, as its operator.</summary>
internal sealed class VerifyRun : IDisposable
{
    private const string Api = "The API";

    // A whole state of many periods takes longer than a read.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly JsonSerializerOptions Indented = new(WireJson.Options) { WriteIndented = true };

    private readonly VerifyStory _story;
    private readonly PublishingApi _api;

    public VerifyRun(VerifyStory story, StateFolder state)
    {
        var settings = state.Exists ? RunSettings.Read(state) : null;
        if (settings is null || (state.PidFile(LocalSystem.Supervisor).Running ?? state.PidFile(LocalSystem.Publishing).Running) is null)
        {
            throw new UtanException($"Nothing runs in {state.Path}; start it with `./utan up`.");
        }

        _story = story;
        _api = new PublishingApi(settings.Ports.Publishing, new LocalSystem(state, settings).OperatorKeyFile, Longest);
    }

    /// <summary>Verifies a publication, or all, oldest first.</summary>
    /// <param name="publication">Its id; null for all.</param>
    /// <param name="wholeState">Every column that stood with it, instead of those that it brought.</param>
    /// <param name="json">Where the reports go as JSON instead of being told; null: they are told.</param>
    /// <returns>Whether all come out as they were published.</returns>
    public async Task<bool> RunAsync(string? publication, bool wholeState, TextWriter? json, CancellationToken cancellationToken)
    {
        var chosen = publication is null ? await AllAsync(cancellationToken) : [await FindAsync(publication, cancellationToken)];
        var reports = new List<JsonElement>();
        var verified = 0;
        foreach (var (i, one) in chosen.Index())
        {
            if (json is null)
            {
                _story.Begins(i + 1, chosen.Count, one);
            }

            var report = await VerifyAsync(one.Id, wholeState, cancellationToken);
            var found = report.Deserialize<VerifiedPublication>(WireJson.Options)!;
            verified += found.Verified ? 1 : 0;
            reports.Add(report);
            if (json is null)
            {
                _story.Ended(found);
            }
        }

        if (json is not null)
        {
            await json.WriteLineAsync(publication is null ? JsonSerializer.Serialize(reports, Indented) : JsonSerializer.Serialize(reports[0], Indented));
        }
        else if (publication is null)
        {
            _story.All(verified, chosen.Count);
        }

        return verified == chosen.Count;
    }

    public void Dispose() => _api.Dispose();

    private async Task<ListedPublication> FindAsync(string id, CancellationToken cancellationToken) =>
        await Patience.AskAsync(Api, token => _api.FindAsync<ListedPublication>($"/api/v1/publications/{Uri.EscapeDataString(id)}", token), cancellationToken)
            ?? throw new UtanException($"There is no publication {id}; `./utan verify --all` verifies those that are.");

    private async Task<JsonElement> VerifyAsync(string id, bool wholeState, CancellationToken cancellationToken) => await Patience.AskAsync(
        Api, token => _api.PostAsync<JsonElement>($"/api/v1/publications/{id}/verify{(wholeState ? "?state=true" : "")}", token), cancellationToken);

    private async Task<IReadOnlyList<ListedPublication>> AllAsync(CancellationToken cancellationToken)
    {
        var all = new List<ListedPublication>();
        string? next = null;
        do
        {
            var path = $"/api/v1/publications?limit=1000{(next is null ? "" : $"&after={next}")}";
            var page = (await Patience.AskAsync(Api, token => _api.FindAsync<PublicationPage>(path, token), cancellationToken))!;
            all.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        return [.. all.OrderBy(p => p.Sequence)];
    }
}
