using Microsoft.Extensions.Options;
using Utanforskap.Definitions;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>A service that cannot run with its settings or definitions says so, in a sentence for each mistake, on the error stream, without a stack trace, and exits with 1.</summary>
internal static class StartRefusal
{
    private static int installed;

    public static void SayInOneSentence()
    {
        if (Interlocked.Exchange(ref installed, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (Sentence(unhandled.ExceptionObject) is { } sentence)
                {
                    Console.Error.WriteLine(sentence);
                    Environment.Exit(1);
                }
            };
        }
    }

    /// <summary>What is wrong with the settings or definitions, or null if something else went wrong. Several wrong settings come as an aggregate.</summary>
    internal static string? Sentence(object error) => error switch
    {
        OptionsValidationException refused => refused.Message,
        DefinitionException mistakes => mistakes.Message,
        AggregateException several when several.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            string.Join(' ', several.InnerExceptions.Select(inner => inner.Message)),
        _ => null,
    };
}
