using System.Security.Cryptography;
using Utanforskap.Console.Processes;

namespace Utanforskap.Console.State;

/// <summary>
/// The one folder that holds everything a local run makes: databases, queues, secrets, logs and the ids of its processes. A mark in it says that it
/// is ours; nothing is ever written into, or removed from, a folder that has other things in it and lacks the mark.
/// </summary>
internal sealed class StateFolder
{
    private const string MarkName = ".utanforskap";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode OpenFolder = OwnerFolder | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public StateFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    public string Path { get; }

    public bool Exists => File.Exists(Mark);

    /// <summary>The settings of the run that the folder is for.</summary>
    public string RunFile => In("run.json");

    private string Mark => In(MarkName);

    /// <summary>The folder a command works with: the option, else UTAN_STATE, else the usual place of the user.</summary>
    public static StateFolder Choose(string? option)
    {
        var set = option ?? Environment.GetEnvironmentVariable("UTAN_STATE");
        if (!string.IsNullOrWhiteSpace(set))
        {
            return new StateFolder(set);
        }

        return new StateFolder(Environment.IsPrivilegedProcess
            ? "/var/lib/utanforskap"
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state/utanforskap"));
    }

    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    public string Log(string name) => In("logs", name + ".log");

    public PidFile PidFile(string name) => new(In("run", name + ".pid"));

    /// <summary>Makes the folder where it is missing. Others may pass through it: broker and database run as users of their own.</summary>
    /// <exception cref="UtanException">The folder has other things in it, or may not be written.</exception>
    public StateFolder Create()
    {
        try
        {
            if (!Exists && Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any())
            {
                throw new UtanException($"The folder {Path} holds other things; choose an empty or new one with --state or UTAN_STATE.");
            }

            Directory.CreateDirectory(Path, OpenFolder);
            File.SetUnixFileMode(Path, OpenFolder);
            File.WriteAllText(Mark, "The state of a local run of utanforskap; `utan down --purge` removes it.\n");
            Directory.CreateDirectory(In("logs"), OpenFolder);
            Directory.CreateDirectory(In("run"), OpenFolder);
            Directory.CreateDirectory(In("secrets"), OwnerFolder);
            return this;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new UtanException($"The state folder {Path} cannot be written ({cause.Message.TrimEnd('.')}); choose another with --state or UTAN_STATE.", cause);
        }
    }

    /// <summary>Makes the folders on the way to a place in this folder, so that every user may pass.</summary>
    public void OpenWayTo(string place)
    {
        if (System.IO.Path.GetDirectoryName(place) is { } parent && parent.Length > Path.Length)
        {
            OpenWayTo(parent);
            Directory.CreateDirectory(parent);
            File.SetUnixFileMode(parent, OpenFolder);
        }
    }

    /// <summary>Waits until no other command starts or ends this folder's run, and keeps others out until disposed.</summary>
    /// <exception cref="UtanException">Another command held it all the time.</exception>
    public async Task<IDisposable> LockAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        FileStream? held = null;
        await Waiting.UntilAsync(
            () =>
            {
                try
                {
                    held = new FileStream(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                }
                catch (IOException)
                {
                    // Another command has it.
                }

                return Task.FromResult(held is not null);
            },
            limit,
            cancellationToken);
        return held ?? throw new UtanException($"Another ./utan up or down works in {Path} for more than {limit.TotalSeconds:0} seconds; wait for it, or end it.");
    }

    /// <summary>A password or key of this folder, made at random the first time; its file can be read by its owner alone.</summary>
    public string Secret(string name)
    {
        var file = SecretFile(name);
        if (!File.Exists(file))
        {
            WritePrivate(file, RandomNumberGenerator.GetHexString(40, lowercase: true) + "\n");
        }

        return File.ReadAllText(file).Trim();
    }

    public string SecretFile(string name) => In("secrets", name);

    /// <summary>Writes a file that only its owner may read, complete or not at all.</summary>
    public static void WritePrivate(string file, string text)
    {
        var unfinished = file + ".new";
        File.Delete(unfinished);
        using (var writer = new StreamWriter(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            writer.Write(text);
        }

        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>Removes the folder with all that is in it, if it is ours.</summary>
    /// <exception cref="UtanException">It is not ours.</exception>
    public void Purge()
    {
        if (!Directory.Exists(Path))
        {
            return;
        }

        if (!Exists)
        {
            throw new UtanException($"The folder {Path} was not made by utan up; it is left as it is. Remove it yourself if it should go.");
        }

        Directory.Delete(Path, recursive: true);
    }
}
