using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Running;

/// <summary>
/// The programs as they were built when the run was started, copied into the state folder: building again while the run goes on must not pull
/// the files away from under it, and a restarted program must be of the same version as the others.
/// </summary>
internal sealed class ProgramCopy(StateFolder state)
{
    private static readonly Dictionary<string, string> Origins = new()
    {
        ["Console"] = "services/Console",
        ["Simulator"] = "services/Simulator",
        ["Ingestion"] = "services/Ingestion",
        ["Indicators"] = "services/Indicators",
        ["Classification"] = "services/Classification",
        ["Publishing"] = "services/Publishing",
        ["Migrations.PostgreSql"] = "deploy/migrations/PostgreSql",
    };

    public string Folder(string program) => state.In("programs", program);

    public string Assembly(string program) => Path.Combine(Folder(program), $"Utanforskap.{program}.dll");

    /// <summary>Copies the built programs; for when none of them runs.</summary>
    /// <exception cref="UtanException">One is not built.</exception>
    public void Renew()
    {
        foreach (var (program, origin) in Origins)
        {
            var from = Path.Combine(ThisProgram.Checkout, origin, ThisProgram.OutputFolder);
            if (!File.Exists(Path.Combine(from, $"Utanforskap.{program}.dll")))
            {
                throw new UtanException($"{program} is not built in {from}; start with ./utan up, which builds what is missing.");
            }

            Copy(from, Folder(program));
        }
    }

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
