using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.ServiceDefaults.Definitions;

/// <summary>Reads a folder of YAML definitions, one to a file.</summary>
public static class DefinitionFolder
{
    /// <summary>All definitions of a folder, by file name; a <see cref="DefinitionException"/> tells every mistake in every file.</summary>
    /// <param name="folder">The folder; a relative path is beside the running program.</param>
    /// <param name="read">Makes a definition of a document's root; notes mistakes in the list.</param>
    public static IReadOnlyList<T> Read<T>(string folder, Func<YamlNode, DefinitionErrors, T> read)
        where T : class
    {
        var path = Path.Combine(AppContext.BaseDirectory, folder);
        if (!Directory.Exists(path))
        {
            throw new DefinitionException([new DefinitionError(path, 1, 1, "there is no such folder")]);
        }

        var definitions = new List<T>();
        var errors = new List<DefinitionError>();
        foreach (var file in Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal))
        {
            var (definition, mistakes) = ReadText(Path.GetFileName(file), File.ReadAllText(file), read);
            errors.AddRange(mistakes);
            if (definition is not null)
            {
                definitions.Add(definition);
            }
        }

        return errors.Count == 0 ? definitions : throw new DefinitionException(errors);
    }

    /// <summary>One definition from a file's text, or null and the mistakes in line order.</summary>
    public static (T? Definition, IReadOnlyList<DefinitionError> Errors) ReadText<T>(
        string file, string yaml, Func<YamlNode, DefinitionErrors, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        var errors = new DefinitionErrors(file);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count != 1)
            {
                errors.Add(1, 1, "a definition file holds exactly one YAML document");
                return (null, errors.InOrder);
            }

            var definition = read(stream.Documents[0].RootNode, errors);
            return errors.Any ? (null, errors.InOrder) : (definition, []);
        }
        catch (YamlException unreadable)
        {
            errors.Add(unreadable.Start.Line, unreadable.Start.Column, $"not YAML: {unreadable.Message}");
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // The YAML scanner throws these, without a place, where a flow list or mapping is cut short.
            errors.Add(1, 1, "not YAML: a list or mapping in brackets is not closed");
        }

        return (null, errors.InOrder);
    }
}
