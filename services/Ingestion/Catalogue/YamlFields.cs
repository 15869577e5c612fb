using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>
/// Reads the fields of one YAML mapping and notes every mistake with its place, so that one run tells them all. Reading on after a mistake
/// gives harmless defaults.
/// </summary>
internal sealed partial class YamlFields
{
    private readonly YamlMappingNode _node;
    private readonly string _where;
    private readonly ErrorList _errors;

    private YamlFields(YamlMappingNode node, string where, ErrorList errors, string[] known)
    {
        (_node, _where, _errors) = (node, where, errors);
        foreach (var key in node.Children.Keys)
        {
            if (known.Length > 0 && (key is not YamlScalarNode { Value: { } name } || !known.Contains(name, StringComparer.Ordinal)))
            {
                errors.Add(key, $"unknown field \"{key}\" in {where}; expected one of {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>The mapping itself, for messages about the whole of it.</summary>
    public YamlNode Node => _node;

    /// <summary>The fields of a node that has to be a mapping; none if it is not. No <paramref name="known"/> names means any are allowed.</summary>
    public static YamlFields Of(YamlNode? node, string where, ErrorList errors, params string[] known)
    {
        if (node is not null and not YamlMappingNode)
        {
            errors.Add(node, $"{where} must be a mapping of fields");
        }

        var mapping = node as YamlMappingNode ?? new YamlMappingNode();
        return new YamlFields(mapping, where, errors, node is YamlMappingNode ? known : []);
    }

    public bool Has(string field) => Find(field) is not null;

    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries() =>
        _node.Children.Select(pair => ((pair.Key as YamlScalarNode)?.Value ?? "", pair.Key, pair.Value));

    public YamlFields Mapping(string field, bool required, params string[] known)
    {
        var node = Find(field);
        if (node is null && required)
        {
            _errors.Add(_node, $"{_where} needs the field \"{field}\"");
        }

        return Of(node, $"\"{field}\"", _errors, known);
    }

    public IReadOnlyList<YamlNode> List(string field)
    {
        switch (Find(field))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return [.. list.Children];
            case var other:
                _errors.Add(other, $"\"{field}\" must be a list");
                return [];
        }
    }

    public string Text(string field)
    {
        if (Optional(field) is { } text)
        {
            return text;
        }

        if (!Has(field))
        {
            _errors.Add(_node, $"{_where} needs the field \"{field}\"");
        }

        return "";
    }

    public string? Optional(string field)
    {
        switch (Find(field))
        {
            case null:
                return null;
            case YamlScalarNode { Value: { } value } when value.Trim().Length > 0:
                return value.Trim();
            case var other:
                _errors.Add(other, $"\"{field}\" must be a text that is not empty");
                return null;
        }
    }

    public string Slug(string field)
    {
        var text = Text(field);
        if (text.Length > 0 && !IsSlug(text))
        {
            _errors.Add(Find(field)!, $"\"{text}\" is not a slug: use small letters, digits and single hyphens, as in birth-region");
        }

        return text;
    }

    public IReadOnlyList<string> Texts(string field)
    {
        var texts = new List<string>();
        foreach (var item in List(field))
        {
            if (item is YamlScalarNode { Value: { Length: > 0 } value })
            {
                texts.Add(value);
            }
            else
            {
                _errors.Add(item, $"an item of \"{field}\" must be a text that is not empty");
            }
        }

        return texts;
    }

    public TEnum Choice<TEnum>(string field, TEnum otherwise)
        where TEnum : struct, Enum =>
        Optional(field) is { } text ? ChoiceOf(Find(field)!, text, otherwise) : otherwise;

    public TEnum ChoiceOf<TEnum>(YamlNode node, string text, TEnum otherwise)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        var expected = string.Join(", ", Enum.GetNames<TEnum>().Select(n => typeof(TEnum) == typeof(Geography.DivisionLevel) ? n : n.ToLowerInvariant()));
        _errors.Add(node, $"\"{text}\" is not known here; expected one of {expected}");
        return otherwise;
    }

    public double? Number(string field)
    {
        if (Optional(field) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        _errors.Add(Find(field)!, $"\"{field}\" must be a number, as in 12.5");
        return null;
    }

    public bool Flag(string field)
    {
        var text = Optional(field);
        if (text is not (null or "true" or "false"))
        {
            _errors.Add(Find(field)!, $"\"{field}\" must be true or false");
        }

        return text == "true";
    }

    public TimeSpan Duration(string field, TimeSpan otherwise)
    {
        if (Optional(field) is not { } text)
        {
            return otherwise;
        }

        var match = DurationForm().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) || number is 0 or > 100_000)
        {
            _errors.Add(Find(field)!, $"\"{field}\" must be a time span as in 10s, 5m, 2h or 1d");
            return otherwise;
        }

        return match.Groups[2].ValueSpan[0] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    public MonthDay Day(string field)
    {
        var text = Text(field);
        // 2000 was a leap year, so 02-29 is a day.
        if (DateOnly.TryParseExact("2000-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new MonthDay(day.Month, day.Day);
        }

        if (text.Length > 0)
        {
            _errors.Add(Find(field)!, $"\"{field}\" must be a month and day as in 02-15");
        }

        return new MonthDay(1, 1);
    }

    public TimeOnly Clock(string field, TimeOnly otherwise)
    {
        if (Optional(field) is not { } text)
        {
            return otherwise;
        }

        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        _errors.Add(Find(field)!, $"\"{field}\" must be a clock time in quotes, as in \"07:55\"");
        return otherwise;
    }

    public YamlNode? Find(string field) =>
        _node.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;

    public static bool IsSlug(string text) => SlugForm().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugForm();

    [GeneratedRegex(@"^([0-9]+)([smhd])\z")]
    private static partial Regex DurationForm();
}

/// <summary>Collects the mistakes of one file.</summary>
internal sealed class ErrorList(string file)
{
    private readonly List<CatalogueError> _errors = [];

    public IReadOnlyList<CatalogueError> Sorted => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    public bool Any => _errors.Count > 0;

    public void Add(YamlNode node, string message) => Add(node.Start.Line, node.Start.Column, message);

    public void Add(long line, long column, string message) =>
        _errors.Add(new CatalogueError(file, (int)Math.Max(1, line), (int)Math.Max(1, column), message));
}
