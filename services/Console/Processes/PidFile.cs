namespace Utanforskap.Console.Processes;

/// <summary>
/// Remembers a process across runs of the command. The process writes the file itself just before it becomes the program (see <see cref="Launch"/>),
/// so there is no moment at which it runs and is not known.
/// </summary>
internal sealed class PidFile(string path)
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";

    public string Path { get; } = path;

    /// <summary>The process that wrote the file, if it still runs.</summary>
    public ProcessIdentity? Running => Read() is { } identity && identity.IsRunning ? identity : null;

    /// <summary>Names the process that runs this code.</summary>
    public void WriteOwn() => File.WriteAllText(Path, File.ReadAllText("/proc/self/stat").TrimEnd() + "\n" + File.ReadAllText(BootIdFile));

    public void Delete()
    {
        if (File.Exists(Path))
        {
            File.Delete(Path);
        }
    }

    private ProcessIdentity? Read()
    {
        try
        {
            // Ticks count from the boot: after another boot the numbers mean nothing.
            return File.ReadAllLines(Path) is [var stat, var boot, ..] && boot == File.ReadAllText(BootIdFile).Trim()
                ? ProcessIdentity.FromStat(stat)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
