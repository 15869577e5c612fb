using YamlDotNet.RepresentationModel;

namespace Utanforskap.Definitions;

/// <summary>Reads a folder of YAML definitions, one to a file.</summary>
public static class DefinitionFolder
{
    /// <summary>All definitions of a folder (<c>*.yaml</c>, <c>*.yml</c>) in order of file names.</summary>
    /// <param name="folder">The folder; a relative path is beside the running program.</param>
    /// <param name="setting">The setting that names the folder, for messages.</param>
    /// <param name="read">Makes a definition of a document's root; notes mistakes in the list.</param>
    /// <param name="unique">Fields of a definition that no two files may give the same text, such as <c>id</c>.</param>
    /// <exception cref="DefinitionException">Every mistake in every file; or the folder is missing or has no definitions.</exception>
    public static IReadOnlyList<T> Read<T>(string folder, string setting, Func<YamlNode, DefinitionErrors, T> read, params string[] unique)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        return Read(folder, setting, (_, root, errors) => read(root, errors), unique);
    }

    /// <summary>The same, where a definition keeps its text.</summary>
    /// <param name="folder">The folder; a relative path is beside the running program.</param>
    /// <param name="setting">The setting that names the folder, for messages.</param>
    /// <param name="read">Makes a definition of a file's text and its document's root; notes mistakes in the list.</param>
    /// <param name="unique">Fields of a definition that no two files may give the same text, such as <c>id</c>.</param>
    public static IReadOnlyList<T> Read<T>(string folder, string setting, Func<string, YamlNode, DefinitionErrors, T> read, params string[] unique)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(unique);
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        var files = FilesOf(path);
        if (files.Length == 0)
        {
            throw Refused(path, $"there are no definition files (*.yaml) in this folder; the setting {setting} names another");
        }

        var definitions = new List<T>();
        var mistakes = new List<DefinitionError>();
        var taken = new Dictionary<(string Field, string Text), string>();
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            var errors = new DefinitionErrors(name);
            var text = TextOf(file);
            if (DefinitionFile.Root(text, errors) is { } root)
            {
                definitions.Add(read(text, root, errors));
                NoteTwins(root, name, unique, taken, errors);
            }

            mistakes.AddRange(errors.InOrder);
        }

        return mistakes.Count == 0 ? definitions : throw new DefinitionException(mistakes);
    }

    private static string[] FilesOf(string path)
    {
        try
        {
            return Directory.Exists(path)
                ? [.. Directory.GetFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, $"the folder cannot be read: {unreadable.Message}");
        }
    }

    private static string TextOf(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Refused(Path.GetFileName(file), $"the file cannot be read: {unreadable.Message}");
        }
    }

    private static void NoteTwins(
        YamlNode root, string file, string[] unique, Dictionary<(string Field, string Text), string> taken, DefinitionErrors errors)
    {
        foreach (var field in unique)
        {
            if (root is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(field), out var node)
                && node is YamlScalarNode { Value: { } text } && !taken.TryAdd((field, text.Trim()), file))
            {
                errors.Add(node, $"the {field} \"{text.Trim()}\" is that of {taken[(field, text.Trim())]} already");
            }
        }
    }

    private static DefinitionException Refused(string file, string message) => new([new DefinitionError(file, 1, 1, message)]);
}
