using System.Net.Http.Json;
using Utanforskap.Console.Running;
using Utanforskap.Contracts;

namespace Utanforskap.Console.Releasing;

/// <summary>A release that the simulated source has published or will.</summary>
/// <param name="Table">The table.</param>
/// <param name="Released">The source's own time of it.</param>
/// <param name="Position">Its place in the order of all releases.</param>
/// <param name="Published">Whether it is out.</param>
internal sealed record SourceRelease(string Table, DateTimeOffset Released, int Position, bool Published);

/// <summary>The simulator's control API.</summary>
internal sealed class SimulatedSource(int port) : IDisposable
{
    private const string Name = "The simulator";
    private readonly HttpClient _http = new() { BaseAddress = new Uri(LocalSystem.Address(port)), Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>All releases, in time order.</summary>
    public async Task<IReadOnlyList<SourceRelease>> ReleasesAsync(CancellationToken cancellationToken)
    {
        var list = await Patience.AskAsync(
            Name,
            token => _http.GetFromJsonAsync<ReleaseList>(new Uri("/control/releases", UriKind.Relative), WireJson.Options, token),
            cancellationToken);
        return [.. list!.Items.OrderBy(release => release.Position)];
    }

    /// <summary>Makes a table's next release visible, which is this one; once, however often the call has to be tried.</summary>
    public async Task PublishAsync(SourceRelease release, CancellationToken cancellationToken) => await Patience.AskAsync(
        Name,
        async token =>
        {
            // An earlier try may have succeeded although its answer was lost.
            if ((await ReleasesAsync(token)).Any(now => now.Position == release.Position && now.Published))
            {
                return true;
            }

            using var answer = await _http.PostAsync(new Uri($"/control/releases/next?table={Uri.EscapeDataString(release.Table)}", UriKind.Relative), null, token);
            return answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
        },
        cancellationToken);

    public void Dispose() => _http.Dispose();

    private sealed record ReleaseList(IReadOnlyList<SourceRelease> Items);
}
