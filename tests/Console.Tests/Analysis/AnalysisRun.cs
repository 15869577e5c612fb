namespace Utanforskap.Console.Tests.Analysis;

/// <summary>Runs <c>utan</c> in this process over files of a folder of its own, and keeps what it said. One at a time: the console is the process's.</summary>
internal sealed class AnalysisRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("utan-analysis-");

    public void Dispose() => _folder.Delete(recursive: true);

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(Path(name), lines);
        return Path(name);
    }

    /// <summary>Runs a command line, its words parted by blanks; <c>@name</c> is a file of the folder.</summary>
    public async Task<(int ExitCode, string Said, string Complained)> UtanAsync(string line)
    {
        var (output, errors) = (System.Console.Out, System.Console.Error);
        using var said = new StringWriter();
        using var complained = new StringWriter();
        System.Console.SetOut(said);
        System.Console.SetError(complained);
        try
        {
            var exitCode = await CommandLine.RunAsync([.. line.Split(' ').Select(word => word.StartsWith('@') ? Path(word[1..]) : word)]);
            return (exitCode, said.ToString(), complained.ToString());
        }
        finally
        {
            System.Console.SetOut(output);
            System.Console.SetError(errors);
        }
    }
}

/// <summary>Tests that take over the process's console.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TakesTheConsole
{
    public const string Name = "the process's console";
}
