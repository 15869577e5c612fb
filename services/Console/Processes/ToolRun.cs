using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Utanforskap.Console.Processes;

/// <summary>Runs a program of the system to its end.</summary>
internal static class ToolRun
{
    /// <summary>Runs it and returns its exit code and what it said on both streams.</summary>
    /// <exception cref="UtanException">The program is not there.</exception>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null, string? workingDirectory = null, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory ?? "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception cause)
        {
            throw new UtanException($"The program {command[0]} is needed and could not be run: {cause.Message}.", cause);
        }

        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(said, line.Data);
        process.ErrorDataReceived += (_, line) => Append(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, said.ToString());
    }

    /// <summary>Runs it and throws with what it said unless it ends with 0.</summary>
    public static async Task RequireAsync(string purpose, IReadOnlyList<string> command, IReadOnlyDictionary<string, string?>? environment = null, CancellationToken cancellationToken = default)
    {
        var (exitCode, said) = await RunAsync(command, environment, cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            throw new UtanException($"{purpose} failed: {LastLine(said)}");
        }
    }

    public static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";

    private static void Append(StringBuilder said, string? line)
    {
        if (line is not null)
        {
            lock (said)
            {
                said.AppendLine(line);
            }
        }
    }
}
