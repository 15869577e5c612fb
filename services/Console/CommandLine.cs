using System.CommandLine;
using System.Runtime.InteropServices;
using Spectre.Console;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Servers;
using Utanforskap.Console.State;
using Utanforskap.Console.Testing;

namespace Utanforskap.Console;

/// <summary>The command <c>utan</c>: what it offers, and how its failures are told.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var console = Terminal.ForOutput();
        using var interrupted = new CancellationTokenSource();
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);
        try
        {
            var command = Create(console).Parse(args);
            if (command.Errors is [var error, ..])
            {
                throw new UtanException($"{error.Message.TrimEnd('.')}; see `./utan {(command.CommandResult.Command is RootCommand ? "" : command.CommandResult.Command.Name + " ")}--help`.");
            }

            return await command.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                interrupted.Token);
        }
        catch (UtanException failure)
        {
            Terminal.ForErrors().MarkupLineInterpolated($"[red]utan:[/] {failure.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            Terminal.ForErrors().MarkupLineInterpolated($"[red]utan:[/] interrupted.");
            return 1;
        }
    }

    public static RootCommand Create(IAnsiConsole console) => new("utan: areas, their indicators and types, republished whenever a source register publishes new figures.")
    {
        Test(console),
        GuardServers(),
    };

    private static Command Test(IAnsiConsole console)
    {
        var fast = new Option<bool>("--fast") { Description = "Leave out the slow tests; takes under a minute." };
        var command = new Command("test", "Run all tests, against a PostgreSQL and a RabbitMQ of their own. Ends with a line `N passed, N failed, N skipped`.") { fast };
        command.SetAction(async (given, cancellationToken) =>
        {
            var report = await new TestRun(console, ThisProgram.Checkout).RunAsync(given.GetValue(fast), cancellationToken);
            console.WriteLine(report.Line);
            return report.IsGood ? 0 : 1;
        });
        return command;
    }

    private static Command GuardServers()
    {
        var folder = new Argument<string>("state");
        var command = new Command(Guard.Command, "Ends the test servers of a state folder when its input ends.") { folder };
        command.Hidden = true;
        command.SetAction(given => Guard.RunAsync(new StateFolder(given.GetRequiredValue(folder)), System.Console.In));
        return command;
    }
}
