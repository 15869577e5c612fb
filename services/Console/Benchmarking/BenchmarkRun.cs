using System.Diagnostics;
using Spectre.Console;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Testing;

namespace Utanforskap.Console.Benchmarking;

/// <summary>Runs the benchmarks of the checkout, with a PostgreSQL and a RabbitMQ of their own.</summary>
internal sealed class BenchmarkRun(IAnsiConsole console, string checkout)
{
    /// <returns>The benchmarks' exit code.</returns>
    public async Task<int> RunAsync(string? name, string? json, CancellationToken cancellationToken)
    {
        var assembly = Path.Combine(checkout, "tests", "Benchmarks", ThisProgram.OutputFolder, "Utanforskap.Benchmarks.dll");
        await using var servers = await TestServerVariables.StartAsync(what => console.WriteLine(what), cancellationToken);
        string[] file = json is null ? [] : ["--json", Path.GetFullPath(json)];
        var start = new ProcessStartInfo(ThisProgram.DotNet, [assembly, .. name is null ? Array.Empty<string>() : [name], .. file]);
        foreach (var (variable, value) in TestServerVariables.For(servers))
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start) ?? throw new UtanException("The benchmarks could not be started.");
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode;
    }
}
