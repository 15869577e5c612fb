using Xunit;

namespace Utanforskap.Testing;

/// <summary>Real figures and reference results that lie beside the checkout (folder <c>shared</c>), where they are at hand.</summary>
public static class SharedData
{
    /// <summary>The file or folder at this path below the shared data; the calling test is skipped, with the reason, where there is none.</summary>
    public static string Find(string relative)
    {
        var path = TryFind(relative);
        if (path is null)
        {
            Assert.Skip($"The shared data folder has no {relative} here (set UTAN_SHARED to its path).");
        }

        return path;
    }

    /// <summary>The same, and null where there is none: for fixtures, which cannot skip the tests that they are made for.</summary>
    public static string? TryFind(string relative) =>
        Root is not null && Path.Combine(Root, relative) is var path && (File.Exists(path) || Directory.Exists(path)) ? path : null;

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
