using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Utanforskap.Testing;

namespace Utanforskap.Pipeline;

/// <summary>A made-up country with all its releases let out one by one; what each publication brought was saved when it was there.</summary>
public sealed class WalkedCountry : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private RunningSystem? _system;

    public RunningSystem System => _system!;

    /// <summary>What was read after each publication, without asking for any time.</summary>
    public List<(string Publication, string Path, string Text)> Pictures { get; } = [];

    public async ValueTask InitializeAsync()
    {
        // As many areas as a large county has: the number of publications is what takes time here, and is the same.
        _system = await RunningSystem.StartAsync("sample", new Dictionary<string, string> { ["Simulator__Areas"] = "1000" });
        using var source = new HttpClient { BaseAddress = System.Simulator };
        var seen = new Dictionary<string, long>();
        var known = new HashSet<string>();
        while (await NextAsync(source) is { } table)
        {
            seen[table] = await CompleteAsync(table, seen.GetValueOrDefault(table));
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

    /// <summary>Lets the source publish its next release; null when none remains.</summary>
    private static async Task<string?> NextAsync(HttpClient source)
    {
        using var response = await source.PostAsync(new Uri("/control/releases/next", UriKind.Relative), null);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : JsonDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement.GetProperty("table").GetString()!;
    }

    /// <summary>The number of a table's next release once it is complete at every stage: what is under way is seen by nobody without a key.</summary>
    private async Task<long> CompleteAsync(string table, long before)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var runs = (await System.GetAsync("/api/v1/runs?limit=20")).GetProperty("items").EnumerateArray();
            if (runs.Where(run => run.GetProperty("table").GetString() == table).Select(run => run.GetProperty("release").GetInt64()).FirstOrDefault(number => number > before) is > 0 and var complete)
            {
                return complete;
            }

            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException($"The release of {table} was not complete within {Limit}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }

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
