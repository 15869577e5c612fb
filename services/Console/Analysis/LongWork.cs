using System.Runtime.ExceptionServices;
using Spectre.Console;

namespace Utanforskap.Console.Analysis;

/// <summary>Work that may take a while: a progress bar on the terminal's error stream once it has taken more than a moment, nothing where that is not a terminal.</summary>
internal static class LongWork
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan Redrawn = TimeSpan.FromSeconds(0.1);

    public static T Run<T>(string what, Func<IProgress<double>?, T> work)
    {
        if (System.Console.IsErrorRedirected)
        {
            return work(null);
        }

        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var reached = new Reached();
        var worker = new Thread(() =>
        {
            try
            {
                result = work(reached);
            }
#pragma warning disable CA1031 // whatever it is, it is thrown on where the work was asked for
            catch (Exception any)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(any);
            }
        });
        worker.Start();
        if (!worker.Join(Moment))
        {
            Terminal.ForErrors().Progress().AutoClear(true).Start(context =>
            {
                var bar = context.AddTask(what, maxValue: 1);
                while (!worker.Join(Redrawn))
                {
                    bar.Value = reached.Value;
                }
            });
        }

        failure?.Throw();
        return result;
    }

    private sealed class Reached : IProgress<double>
    {
        private double _value;

        public double Value => Volatile.Read(ref _value);

        public void Report(double value) => Volatile.Write(ref _value, value);
    }
}
