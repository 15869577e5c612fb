namespace Utanforskap.Console.Processes;

/// <summary>How to run this program once more, and where it was built.</summary>
internal static class ThisProgram
{
    /// <summary>The words of a command line, to be followed by arguments.</summary>
    public static IReadOnlyList<string> Command => [DotNet, typeof(ThisProgram).Assembly.Location];

    /// <summary>The .NET host.</summary>
    public static string DotNet { get; } =
        Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Where, below a project's folder, a build as this one puts its output.</summary>
    public static string OutputFolder
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine("bin", own.Parent!.Name, own.Name);
        }
    }

    /// <summary>The checkout that this program was built in.</summary>
    /// <exception cref="UtanException">It runs from elsewhere.</exception>
    public static string Checkout
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Utanforskap.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new UtanException("This command works only from the checkout; run ./utan there.");
        }
    }
}
