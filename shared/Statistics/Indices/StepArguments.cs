using System.Collections;
using System.Globalization;
using System.Text.Json;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Indices;

/// <summary>A step's settings as name and text, in the order in which the step declares them; those that are not set are left out.</summary>
internal static class StepArguments
{
    public static List<KeyValuePair<string, string>> Of(Step step)
    {
        var type = step.GetType();
        var names = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters().Select(parameter => parameter.Name!)
            .Concat([nameof(Step.Within), nameof(Step.Weight)]);
        var arguments = new List<KeyValuePair<string, string>>();
        foreach (var name in names)
        {
            if (type.GetProperty(name)?.GetValue(step) is { } value)
            {
                arguments.Add(new(JsonNamingPolicy.KebabCaseLower.ConvertName(name), Text(value)));
            }
        }

        return arguments;
    }

    private static string Text(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        Enum choice => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString()),
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
