using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Definitions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Classification.WhatIf;

/// <summary>Reads a method that somebody sent to try. It is bounded, since anybody may send one.</summary>
internal static class UploadedMethod
{
    /// <summary>What messages call it.</summary>
    public const string File = "definition";

    /// <summary>The longest text, in characters.</summary>
    public const int LongestText = 64 * 1024;

    private const int MostInputs = 50;
    private const int MostSeries = 200;
    private const int MostSteps = 500;
    private const int MostClasses = 100;

    /// <summary>The method, which computes an index of indicators that exist; without certainty.</summary>
    /// <exception cref="WhatIfProblem">Every mistake with line and column.</exception>
    public static MethodDefinition Read(string text, KnownIndicators known)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LongestText)
        {
            throw new WhatIfProblem($"A definition has at most {LongestText} characters; this one has {text.Length}.");
        }

        var (method, mistakes) = DefinitionFile.Read(File, text, (root, errors) => Read(text, root, errors, known));
        if (method is null)
        {
            throw new WhatIfProblem(string.Join(Environment.NewLine, mistakes)) { Mistakes = mistakes };
        }

        var rule = (IndexRule)method.Rule;
        return method with { Rule = rule.Over(rule.Definition) };
    }

    private static MethodDefinition Read(string text, YamlNode root, DefinitionErrors errors, KnownIndicators known)
    {
        var method = MethodFile.Read(text, root, errors);
        if (errors.Any)
        {
            return method;
        }

        if (method.Rule is not IndexRule { Definition: var definition })
        {
            errors.Add(root, "only a method with an \"index\" can be tried");
            return method;
        }

        Bound(definition.Inputs.Count, MostInputs, "inputs");
        Bound(definition.Series.Count, MostSeries, "series");
        Bound(definition.Series.Sum(s => s.Steps.Count), MostSteps, "steps");
        Bound(definition.Series.Select(s => s.ClassCount).DefaultIfEmpty(0).Max(), MostClasses, "classes in a series");
        var scalars = root.AllNodes.OfType<YamlScalarNode>().ToLookup(node => node.Value, StringComparer.Ordinal);
        foreach (var unknown in definition.Inputs.SelectMany(i => i.Columns).Distinct(StringComparer.Ordinal).Where(i => known.VersionOf(i) == 0))
        {
            errors.Add(scalars[unknown].FirstOrDefault() ?? root, $"there is no indicator \"{unknown}\"; {NearestName.Advice(unknown, known.All)}");
        }

        return method;

        void Bound(int count, int most, string what)
        {
            if (count > most)
            {
                errors.Add(root, $"a definition to try has at most {most} {what}; this one has {count}");
            }
        }
    }
}
