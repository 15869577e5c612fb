using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Servers;

/// <summary>Which user a server runs as: its own where the command runs as root (PostgreSQL refuses root), else the user of the command.</summary>
internal static class ServerUser
{
    public static string? For(string ownUser) => Environment.IsPrivilegedProcess ? ownUser : null;

    /// <summary>Makes a folder in the state folder that belongs to the user alone.</summary>
    /// <exception cref="UtanException">The user cannot reach the folder.</exception>
    public static async Task OwnFolderAsync(StateFolder state, string folder, string? user, CancellationToken cancellationToken)
    {
        state.OpenWayTo(folder);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (user is null)
        {
            return;
        }

        await ToolRun.RequireAsync("Giving a folder to its server", ["chown", $"{user}:{user}", folder], cancellationToken: cancellationToken);
        var (reached, _) = await ToolRun.RunAsync([.. As(user), "test", "-x", folder], cancellationToken: cancellationToken);
        if (reached != 0)
        {
            throw new UtanException($"The user {user} cannot reach {folder}; choose a state folder with --state or UTAN_STATE that all users may pass through, such as /var/lib/utanforskap.");
        }
    }

    /// <summary>The words before a command that run it as the user.</summary>
    public static string[] As(string? user) => user is null ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--init-groups", "--"];

    /// <summary>An environment with the server's own home, and without settings of this session that were meant for other servers.</summary>
    public static Dictionary<string, string?> CleanEnvironment(string home, string prefix)
    {
        var environment = new Dictionary<string, string?> { ["HOME"] = home };
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                environment[name] = null;
            }
        }

        return environment;
    }
}
