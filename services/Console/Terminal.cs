using Spectre.Console;

namespace Utanforskap.Console;

/// <summary>Colour and line breaks on terminals, plain unbroken lines everywhere else.</summary>
internal static class Terminal
{
    private const int Unbroken = 10_000;

    public static IAnsiConsole ForOutput() => Create(System.Console.Out, System.Console.IsOutputRedirected);

    public static IAnsiConsole ForErrors() => Create(System.Console.Error, System.Console.IsErrorRedirected);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = Unbroken;
        }

        return console;
    }
}
