using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>The made-up country with all its releases let out one by one; what each publication brought was saved when it was there.</summary>
public sealed class WalkedCountry : IAsyncLifetime
{
    private RunningSystem? _system;

    public RunningSystem System => _system!;

    /// <summary>What was read after each publication, without asking for any time.</summary>
    public List<(string Publication, string Path, string Text)> Pictures { get; } = [];

    public async ValueTask InitializeAsync()
    {
        _system = await RunningSystem.StartAsync("sample");
        using var source = new HttpClient { BaseAddress = System.Simulator };
        var releases = JsonDocument.Parse(await source.GetStringAsync(new Uri("/control/releases", UriKind.Relative))).RootElement.GetProperty("items").GetArrayLength();
        var known = new HashSet<string>();
        for (var release = 0; release < releases; release++)
        {
            await System.UtanAsync("release", "--wait");
            foreach (var method in await System.ListAsync("/api/v1/methods"))
            {
                if (method.GetProperty("published") is { ValueKind: JsonValueKind.Object } head && known.Add(head.GetProperty("id").GetString()!))
                {
                    await SaveAsync(head.GetProperty("id").GetString()!);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
        {
            await _system.DisposeAsync();
        }
    }

    public async Task<string> TextAsync(string path) => await System.Api.GetStringAsync(new Uri(path, UriKind.Relative));

    private async Task SaveAsync(string publication)
    {
        var item = await System.GetAsync($"/api/v1/publications/{publication}");
        foreach (var column in item.GetProperty("columns").EnumerateArray())
        {
            var path = $"/api/v1/classifications/{item.GetProperty("method")}?division={column.GetProperty("division")}&period={column.GetProperty("period")}&include=parts&limit=100000";
            Pictures.Add((publication, path, await TextAsync(path)));
        }
    }
}
