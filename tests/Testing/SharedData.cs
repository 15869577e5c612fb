using Xunit;

namespace Utanforskap.Testing;

/// <summary>Real figures and reference results that lie beside the checkout (folder <c>shared</c>), where they are at hand.</summary>
public static class SharedData
{
    /// <summary>The file or folder at this path below the shared data; the calling test is skipped, with the reason, where there is none.</summary>
    public static string Find(string relative)
    {
        var path = Root is null ? null : Path.Combine(Root, relative);
        if (path is null || (!File.Exists(path) && !Directory.Exists(path)))
        {
            Assert.Skip($"The shared data folder has no {relative} here (set UTAN_SHARED to its path).");
        }

        return path;
    }

    private static string? Root { get; } = Locate();

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("UTAN_SHARED") is { Length: > 0 } set)
        {
            return Directory.Exists(set) ? set : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Utanforskap.sln")))
            {
                var beside = Path.Combine(folder.Parent?.FullName ?? "/", "shared");
                return File.Exists(Path.Combine(beside, "blueprint.md")) ? beside : null;
            }
        }

        return null;
    }
}
