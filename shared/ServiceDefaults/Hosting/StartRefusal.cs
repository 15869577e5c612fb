using Microsoft.Extensions.Options;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>A service that cannot run with its settings says so in one sentence on the error stream, without a stack trace, and exits with 1.</summary>
internal static class StartRefusal
{
    private static int installed;

    public static void SayInOneSentence()
    {
        if (Interlocked.Exchange(ref installed, 1) == 0)
        {
            AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            {
                if (unhandled.ExceptionObject is OptionsValidationException refused)
                {
                    Console.Error.WriteLine(refused.Message);
                    Environment.Exit(1);
                }
            };
        }
    }
}
