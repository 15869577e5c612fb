using Utanforskap.Console.Processes;

namespace Utanforskap.Console.Servers;

/// <summary>Installs PostgreSQL and RabbitMQ where they are missing, without starting or setting up the system's own servers.</summary>
internal static class DebianPackages
{
    private const string Policy = "/usr/sbin/policy-rc.d";
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";
    private static readonly Dictionary<string, string?> Quiet = new() { ["DEBIAN_FRONTEND"] = "noninteractive" };

    /// <summary>Not to be cancelled: an interrupted installation leaves the machine's packages half configured.</summary>
    /// <exception cref="UtanException">Something is missing and may not or could not be installed.</exception>
    public static async Task EnsureAsync(Action<string> tell)
    {
        string[] missing = [.. PostgresServer.IsInstalled ? [] : new[] { "postgresql" }, .. RabbitServer.IsInstalled ? [] : new[] { "rabbitmq-server" }];
        if (missing.Length == 0)
        {
            return;
        }

        var names = string.Join(" and ", missing);
        if (!Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get"))
        {
            throw new UtanException($"{names} must be installed first, for instance with: sudo apt-get install {string.Join(' ', missing)} (then `sudo systemctl disable --now` what you do not want to run by itself).");
        }

        tell($"installing {names} (Debian packages, once)");
        var policyIsOurs = !File.Exists(Policy);
        try
        {
            if (policyIsOurs)
            {
                // Asked by the packages' scripts before they start a server; 101 is no.
                await File.WriteAllTextAsync(Policy, "#!/bin/sh\nexit 101\n");
                File.SetUnixFileMode(Policy, (UnixFileMode)0b111_101_101);
            }

            if (missing.Contains("postgresql"))
            {
                await InstallAsync(["postgresql-common"]);
                await InstallWithoutClusterAsync(missing);
            }
            else
            {
                await InstallAsync(missing);
            }
        }
        finally
        {
            if (policyIsOurs)
            {
                File.Delete(Policy);
            }
        }
    }

    private static async Task InstallWithoutClusterAsync(string[] packages)
    {
        var before = File.Exists(ClusterSettings) ? await File.ReadAllTextAsync(ClusterSettings) : null;
        try
        {
            await File.AppendAllTextAsync(ClusterSettings, "\ncreate_main_cluster = false\n");
            await InstallAsync(packages);
        }
        finally
        {
            if (before is null)
            {
                File.Delete(ClusterSettings);
            }
            else
            {
                await File.WriteAllTextAsync(ClusterSettings, before);
            }
        }
    }

    private static async Task InstallAsync(string[] packages)
    {
        string[] install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", .. packages];
        var (exitCode, _) = await ToolRun.RunAsync(install, Quiet);
        if (exitCode != 0)
        {
            // The lists of packages may be old or not there at all.
            await ToolRun.RunAsync(["apt-get", "update", "--quiet"], Quiet);
            await ToolRun.RequireAsync($"Installing {string.Join(' ', packages)} with apt-get", install, Quiet);
        }
    }
}
