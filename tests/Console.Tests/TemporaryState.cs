using System.Security.Cryptography;
using Utanforskap.Console.Processes;
using Utanforskap.Console.State;

namespace Utanforskap.Console.Tests;

/// <summary>A state folder of its own; what was started in it is killed and the folder removed at the end.</summary>
internal sealed class TemporaryState : IDisposable
{
    public StateFolder Folder { get; } = new(Path.Combine(Path.GetTempPath(), "utan-console-tests-" + RandomNumberGenerator.GetHexString(10, lowercase: true)));

    public void Dispose()
    {
        foreach (var file in Directory.Exists(Folder.In("run")) ? Directory.GetFiles(Folder.In("run"), "*.pid") : [])
        {
            Folder.PidFile(Path.GetFileNameWithoutExtension(file)).Running?.Send(Signal.Kill);
        }

        Folder.Purge();
    }
}
