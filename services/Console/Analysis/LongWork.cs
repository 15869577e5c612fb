using Spectre.Console;

namespace Utanforskap.Console.Analysis;

/// <summary>Work that may take a while: a progress bar on the terminal's error stream, nothing where that is not a terminal.</summary>
internal static class LongWork
{
    public static T Run<T>(string what, Func<IProgress<double>?, T> work)
    {
        if (System.Console.IsErrorRedirected)
        {
            return work(null);
        }

        return Terminal.ForErrors().Progress().AutoClear(true).Start(context => work(new Bar(context.AddTask(what, maxValue: 1))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
