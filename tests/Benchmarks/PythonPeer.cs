using System.Diagnostics;

namespace Utanforskap.Benchmarks;

/// <summary>Peers that are written in Python, with Debian's own interpreter and packages.</summary>
internal static class PythonPeer
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Whether a module is there; installs Debian's package where it may, and says so where not.</summary>
    public static async Task<bool> HasAsync(string module, string package)
    {
        async Task<bool> IsThere() => await RunAsync("-c", $"import {module}") is not null;
        if (await IsThere())
        {
            return true;
        }

        if (Environment.IsPrivilegedProcess && await RunProgramAsync("/usr/bin/apt-get", "install", "-y", "-qq", package) is not null && await IsThere())
        {
            return true;
        }

        System.Console.WriteLine($"  {module} is missing and could not be installed (apt-get install {package}): measured without its peer.");
        return false;
    }

    /// <summary>What Python printed; null where it is missing or failed.</summary>
    public static Task<string?> RunAsync(params string[] arguments) => RunProgramAsync(Python, arguments);

    private static async Task<string?> RunProgramAsync(string program, params string[] arguments)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : null;
    }
}
