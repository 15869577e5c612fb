using System.Diagnostics;
using System.Xml;
using Spectre.Console;
using Utanforskap.Console.Processes;

namespace Utanforskap.Console.Testing;

/// <summary>Runs the test projects of the checkout against a PostgreSQL and a RabbitMQ of their own.</summary>
internal sealed class TestRun(IAnsiConsole console, string checkout)
{
    private const int AtOnce = 2;
    private static readonly TimeSpan ProjectLimit = TimeSpan.FromMinutes(20);
    private readonly string _results = Path.Combine(checkout, "artifacts", "tests");

    /// <param name="fast">Leaves out what is marked <c>[Trait("Category", "Slow")]</c>.</param>
    /// <param name="cancellationToken">Ends the run, with everything it started.</param>
    public async Task<TestReport> RunAsync(bool fast, CancellationToken cancellationToken)
    {
        // From an earlier run no result may be taken for one of this.
        if (Directory.Exists(_results))
        {
            Directory.Delete(_results, recursive: true);
        }

        Directory.CreateDirectory(_results);
        await using var servers = await TestServerVariables.StartAsync(what => console.WriteLine(what), cancellationToken);
        var environment = TestServerVariables.For(servers);

        // A room's own tests run beside each other; whole systems (Pipeline, Faults …) want the machine for themselves.
        var projects = Projects().ToLookup(project => Path.GetFileNameWithoutExtension(project).EndsWith(".Tests", StringComparison.Ordinal));
        var total = TestReport.Empty;
        var gate = new Lock();
        async ValueTask Run(string project, CancellationToken token)
        {
            var report = await RunAsync(project, environment, fast, token);
            lock (gate)
            {
                total += report;
            }
        }

        await Parallel.ForEachAsync(projects[true], new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, Run);
        foreach (var project in projects[false])
        {
            await Run(project, cancellationToken);
        }

        return total;
    }

    /// <summary>The test assemblies below tests/: all but those of libraries and programs, which lack xunit's runner.</summary>
    private IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(checkout, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(project => Path.Combine(Path.GetDirectoryName(project)!, ThisProgram.OutputFolder, $"Utanforskap.{Path.GetFileNameWithoutExtension(project)}.dll"))
            .Where(assembly => !File.Exists(assembly) || File.Exists(Path.Combine(Path.GetDirectoryName(assembly)!, "xunit.v3.runner.inproc.console.dll")));

    private async Task<TestReport> RunAsync(string assembly, Dictionary<string, string?> environment, bool fast, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(assembly)["Utanforskap.".Length..];
        var started = Stopwatch.GetTimestamp();
        var report = await ReportAsync(name, assembly, environment, fast, cancellationToken);
        var lines = report.Failed.Select(test => $"[red]FAILED[/] [bold]{Markup.Escape(test.Name)}[/]\n{Markup.Escape(Indent(test.Reason))}\n")
            .Concat(report.Skipped.Select(test => $"[yellow]skipped[/] {Markup.Escape(test.Name)}: {Markup.Escape(test.Reason)}\n"))
            .Append($"{(report.Failed.Count > 0 ? "[red]✗[/]" : "[green]✓[/]")} {Markup.Escape(name),-24} {report.Line} ({Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s)\n");
        console.Markup(string.Concat(lines));
        return report;
    }

    private async Task<TestReport> ReportAsync(string name, string assembly, Dictionary<string, string?> environment, bool fast, CancellationToken cancellationToken)
    {
        if (!File.Exists(assembly))
        {
            return TestReport.Broken(name, $"is not built: there is no {assembly}");
        }

        var result = Path.Combine(_results, name + ".xml");
        string[] filter = fast ? ["-trait-", "Category=Slow"] : [];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProjectLimit);
        var said = "";
        try
        {
            (var exitCode, said) = await ToolRun.RunAsync(
                [ThisProgram.DotNet, assembly, "-noLogo", "-noColor", "-noAutoReporters", "-xml", result, .. filter],
                environment,
                Path.GetDirectoryName(assembly),
                limit.Token);
            await File.WriteAllTextAsync(Path.Combine(_results, name + ".log"), said, cancellationToken);
            var report = TestReport.Read(result);
            return exitCode != 0 && report.Failed.Count == 0 ? report + TestReport.Broken(name, $"ended with exit code {exitCode}:\n{said}") : report;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TestReport.Broken(name, $"did not end within {ProjectLimit.TotalMinutes:0} minutes and was killed");
        }
        catch (Exception cause) when (cause is IOException or XmlException)
        {
            return TestReport.Broken(name, $"ended without a result; it said:\n{said}");
        }
    }

    private static string Indent(string text) => "    " + text.ReplaceLineEndings("\n    ");
}
