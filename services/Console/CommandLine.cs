using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Spectre.Console;
using Utanforskap.Console.Analysis.Groups;
using Utanforskap.Console.Analysis.Indices;
using Utanforskap.Console.Analysis.Segregation;
using Utanforskap.Console.Benchmarking;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Registers;
using Utanforskap.Console.Releasing;
using Utanforskap.Console.Running;
using Utanforskap.Console.Servers;
using Utanforskap.Console.State;
using Utanforskap.Console.Testing;
using Utanforskap.Console.Verifying;

namespace Utanforskap.Console;

/// <summary>The command <c>utan</c>: what it offers, and how its failures are told.</summary>
internal static class CommandLine
{
    private const string Introduction =
        """
        utan: areas, their indicators and types, republished whenever a source register publishes new figures.

        Examples:
          ./utan up                                  the whole system on a made-up country; Ctrl-C ends it
          ./utan up --registers DIR --detach         on a folder of real releases, in the background
          ./utan release --wait                      the source publishes its next release; shows what it changed
          ./utan release TAB6586 --wait              the next release of one table
          ./utan verify --all                        computes what was published again, and compares
          ./utan status                              what runs, and how fresh it is
          ./utan down --purge                        end it, and remove what it made
          ./utan segregation --data D.csv --groups A,B --by county
          ./utan groups fit --data D.csv --features a,b,c --k auto --out MODEL.json
          ./utan test --fast                         the quick tests
        """;

    private const int WrongUsage = 2;

    private static readonly Option<string?> State = new("--state")
    {
        Description = "The folder that holds everything of the run (default: UTAN_STATE, else /var/lib/utanforskap for root, ~/.local/state/utanforskap for others).",
        HelpName = "DIR",
    };

    public static async Task<int> RunAsync(string[] args)
    {
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
            var command = Create(Terminal.ForOutput()).Parse(args.Length == 0 ? ["--help"] : args);
            if (command.Errors is [var error, ..])
            {
                return Fail($"{Sentence(error)}; see `./utan {Path(command.CommandResult)}--help`.", WrongUsage);
            }

            // The help names the built program; its readers call it by its launcher.
            using var help = new StringWriter();
            var result = await command.InvokeAsync(
                new InvocationConfiguration { Output = help, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                interrupted.Token);
            await System.Console.Out.WriteAsync(help.ToString().Replace(RootCommand.ExecutableName, "./utan", StringComparison.Ordinal));
            return result;
        }
        catch (UtanException failure)
        {
            return Fail(failure.Message);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return Fail("interrupted; what was started has ended.");
        }
        catch (UnauthorizedAccessException denied)
        {
            return Fail($"{denied.Message.TrimEnd('.')}: run it as the user who ran ./utan up, or choose another state folder with --state.");
        }
#pragma warning disable CA1031 // the outermost boundary: whatever it is, its reader gets a sentence and not a stack trace
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            return Fail($"something unexpected happened ({unexpected.GetType().Name}: {unexpected.Message.TrimEnd('.')}); `./utan status` tells what runs, `./utan down` ends it.");
        }
    }

    public static RootCommand Create(IAnsiConsole console) => new(Introduction)
    {
        Up(console),
        Down(console),
        Status(console),
        Release(console),
        VerifyCommand.Create(console, State),
        Test(console),
        Bench(console),
        Register(console),
        IndexCommands.Create(console),
        SegregationCommand.Create(console),
        GroupCommands.Create(console),
        Supervise(console),
        GuardServers(),
    };

    private static Command Up(IAnsiConsole console)
    {
        var registers = new Option<string?>("--registers")
        {
            Description = "Where the figures come from: sample (a made-up country; the default), scb (Statistics Sweden's API), or a folder of releases.",
            HelpName = "sample|scb|DIR",
        };
        var detach = new Option<bool>("--detach") { Description = "Go on in the background; end it with ./utan down." };
        var shift = new Option<int?>("--port-shift") { Description = "Added to all ports (default: UTAN_PORT_SHIFT, else 0); one by one: UTAN_PORT_PUBLISHING=8090 …", HelpName = "N" };
        var command = new Command("up", "Start everything: database, broker, the simulated source and the services; installs what is missing if it may. Running it again repairs what is not there.")
        {
            registers, detach, shift, State,
        };
        command.SetAction((given, cancellationToken) => new LocalRun(console, StateFolder.Choose(given.GetValue(State))).UpAsync(
            given.GetValue(registers) is { } choice ? RegistersChoice.Parse(choice) : null,
            PortPlan.Read(given.GetValue(shift), Environment.GetEnvironmentVariable),
            given.GetValue(detach),
            cancellationToken));
        return command;
    }

    private static Command Down(IAnsiConsole console)
    {
        var purge = new Option<bool>("--purge") { Description = "Also remove the state folder: all figures, logs and keys of the run." };
        var command = new Command("down", "End everything that `up` started, and nothing else.") { purge, State };
        command.SetAction((given, cancellationToken) =>
            new LocalRun(console, StateFolder.Choose(given.GetValue(State))).DownAsync(given.GetValue(purge), cancellationToken));
        return command;
    }

    private static Command Status(IAnsiConsole console)
    {
        var json = new Option<bool>("--json") { Description = "As JSON, with addresses, the AMQP address of the read-only subscriber, and the path of the operator's key." };
        var command = new Command("status", "What runs, and how fresh each register is.") { json, State };
        command.SetAction(async (given, cancellationToken) =>
        {
            var report = await StatusReport.ReadAsync(StateFolder.Choose(given.GetValue(State)), cancellationToken);
            if (given.GetValue(json))
            {
                await System.Console.Out.WriteLineAsync(report.Json());
            }
            else
            {
                report.Print(console);
            }
        });
        return command;
    }

    private static Command Release(IAnsiConsole console)
    {
        var table = new Argument<string?>("TABLE") { Description = "Only this table, e.g. TAB6586.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All releases that remain, one after the other." };
        var wait = new Option<bool>("--wait") { Description = "Follow each release to its last completion, and print what it changed." };
        var command = new Command("release", "Let the simulated source publish its next release, in time order; ends when Ingestion has recorded it.") { table, all, wait, State };
        command.SetAction(async (given, cancellationToken) =>
        {
            using var run = new ReleaseRun(new ReleaseStory(console), StateFolder.Choose(given.GetValue(State)), TimeProvider.System);
            await run.RunAsync(given.GetValue(table), given.GetValue(all), given.GetValue(wait), cancellationToken);
        });
        return command;
    }

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

    private static Command Bench(IAnsiConsole console)
    {
        var name = new Argument<string?>("NAME") { Description = "Only this benchmark.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file.", HelpName = "FILE" };
        var command = new Command("bench", "Run the benchmarks, each beside its peer in the same run.") { name, json };
        command.SetAction((given, cancellationToken) => new BenchmarkRun(console, ThisProgram.Checkout).RunAsync(given.GetValue(name), given.GetValue(json), cancellationToken));
        return command;
    }

    private static Command Register(IAnsiConsole console)
    {
        var file = new Argument<string>("R.yaml") { Description = "The register's file." };
        var validate = new Command("validate", "Check a register's file; tells its mistakes with line and column.") { file };
        validate.SetAction(async (given, cancellationToken) =>
        {
            var (isValid, said) = await RegisterValidation.CheckAsync(given.GetRequiredValue(file), cancellationToken);
            console.WriteLine(said);
            return isValid ? 0 : 1;
        });
        return new Command("register", "The catalogue of registers.") { validate };
    }

    private static Command Supervise(IAnsiConsole console)
    {
        var folder = new Argument<string>("state");
        var command = new Command(LocalRun.SuperviseCommand, "Watches over the run of a state folder.") { folder };
        command.Hidden = true;
        command.SetAction((given, cancellationToken) => new LocalRun(console, new StateFolder(given.GetRequiredValue(folder))).SuperviseAsync(cancellationToken));
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

    /// <summary>What is wrong with a command line. A value that an option cannot take is told with what the option is for, rather than with the type that it has here.</summary>
    private static string Sentence(ParseError error) =>
        error.SymbolResult is OptionResult { Tokens: [var value], Option: var option } && error.Message.Contains((Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType).FullName!, StringComparison.Ordinal)
        ? $"{option.Name} cannot be \"{value}\": {option.Description?.TrimEnd('.')}"
        : error.Message.TrimEnd('.');

    /// <summary>The commands that were named, from the outermost, each with a blank after it.</summary>
    private static string Path(CommandResult command) => command.Parent is CommandResult outer ? $"{Path(outer)}{command.Command.Name} " : "";

    private static int Fail(string sentence, int exitCode = 1)
    {
        Terminal.ForErrors().MarkupLineInterpolated($"[red]utan:[/] {sentence}");
        return exitCode;
    }
}
