using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Definitions;

/// <summary>Reads one definition from YAML. Pure: text in, definition or mistakes out.</summary>
public static class DefinitionFile
{
    private const int DeepestNesting = 32;

    /// <summary>The definition in a file's text, or null and the mistakes in line order.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="yaml">Its content.</param>
    /// <param name="read">Makes a definition of a document's root; notes mistakes in the list.</param>
    public static (T? Definition, IReadOnlyList<DefinitionError> Errors) Read<T>(string file, string yaml, Func<YamlNode, DefinitionErrors, T> read)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        var errors = new DefinitionErrors(file);
        var definition = Root(yaml, errors) is { } root ? read(root, errors) : null;
        return errors.Any ? (null, errors.InOrder) : (definition, []);
    }

    /// <summary>The root of a text's only document, or null and a mistake.</summary>
    internal static YamlNode? Root(string yaml, DefinitionErrors errors)
    {
        if (!IsReadable(yaml, errors))
        {
            return null;
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 1)
            {
                return stream.Documents[0].RootNode;
            }

            errors.Add(Mark.Empty, "a definition file holds exactly one YAML document");
        }
        catch (YamlException unreadable)
        {
            // A field that is written twice, an alias without anchor.
            errors.Add(unreadable.Start, $"not YAML: {unreadable.Message}");
        }

        return null;
    }

    // Goes over the text once without building it: the document's nodes are built by recursion, which deep nesting would end with the process.
    private static bool IsReadable(string yaml, DefinitionErrors errors)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            var depth = 0;
            while (parser.MoveNext())
            {
                depth += parser.Current switch
                {
                    SequenceStart or MappingStart => 1,
                    SequenceEnd or MappingEnd => -1,
                    _ => 0,
                };
                if (depth > DeepestNesting)
                {
                    errors.Add(parser.Current!.Start, $"lists and mappings lie deeper than {DeepestNesting} levels inside each other");
                    return false;
                }
            }

            return true;
        }
        catch (YamlException unreadable)
        {
            errors.Add(unreadable.Start, $"not YAML: {unreadable.Message}");
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // The scanner throws these, without a place, where a flow list or mapping is cut short.
            errors.Add(parser.Current?.Start ?? Mark.Empty, "not YAML: a list or mapping in brackets is not closed");
        }

        return false;
    }
}
