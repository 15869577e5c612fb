using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.ServiceDefaults.Definitions;

/// <summary>Reads the fields of one YAML mapping and notes every mistake with its place. Reading on after a mistake gives harmless defaults.</summary>
public sealed partial class YamlFields
{
    private readonly string _where;
    private readonly DefinitionErrors _errors;

    private YamlFields(YamlMappingNode node, string where, DefinitionErrors errors, string[] known)
    {
        (Node, _where, _errors) = (node, where, errors);
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !known.Contains(name, StringComparer.Ordinal))
            {
                errors.Add(key, $"unknown field \"{key}\" in {where}; expected one of {string.Join(", ", known)}");
            }
        }
    }

    /// <summary>The mapping itself, for messages about the whole of it.</summary>
    public YamlMappingNode Node { get; }

    /// <summary>The fields of a node that has to be a mapping of the fields known; none if it is not.</summary>
    public static YamlFields Of(YamlNode? node, string where, DefinitionErrors errors, params string[] known)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (node is not null and not YamlMappingNode)
        {
            errors.Add(node, $"{where} must be a mapping of fields");
        }

        return new YamlFields(node as YamlMappingNode ?? [], where, errors, known);
    }

    public YamlNode? Find(string field) => Node.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;

    /// <summary>The field's node, or the mapping itself where it is missing: where a message about it belongs.</summary>
    public YamlNode PlaceOf(string field) => Find(field) ?? Node;

    public YamlFields Mapping(string field, params string[] known)
    {
        var node = Required(field);
        return Of(node, $"\"{field}\"", _errors, known);
    }

    /// <summary>The items of a list; none where the field is missing.</summary>
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

    /// <summary>Items of a list that are all texts.</summary>
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

    public string Text(string field)
    {
        switch (Required(field))
        {
            case null:
                return "";
            case YamlScalarNode { Value: { } value } when value.Trim().Length > 0:
                return value.Trim();
            case var other:
                _errors.Add(other, $"\"{field}\" must be a text that is not empty");
                return "";
        }
    }

    /// <summary>A text in both of the system's languages: fields sv and en.</summary>
    public LocalText LocalText(string field)
    {
        var texts = Mapping(field, "sv", "en");
        return new LocalText(texts.Find("sv") is null && Find(field) is null ? "" : texts.Text("sv"), Find(field) is null ? "" : texts.Text("en"));
    }

    public string Slug(string field)
    {
        var text = Text(field);
        if (text.Length > 0 && !SlugForm().IsMatch(text))
        {
            _errors.Add(PlaceOf(field), $"\"{text}\" is not a slug: use small letters, digits and single hyphens, as in share-born-abroad");
        }

        return text;
    }

    /// <summary>A whole number from 1.</summary>
    public int Ordinal(string field)
    {
        var text = Text(field);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        if (text.Length > 0)
        {
            _errors.Add(PlaceOf(field), $"\"{field}\" must be a whole number from 1");
        }

        return 1;
    }

    /// <summary>A finite number; <paramref name="otherwise"/> where the field is missing.</summary>
    public double Number(string field, double otherwise)
    {
        if (Find(field) is not { } node)
        {
            return otherwise;
        }

        if (node is YamlScalarNode { Value: { } text }
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        _errors.Add(node, $"\"{field}\" must be a number, as in 12.5");
        return otherwise;
    }

    /// <summary>One of an enumeration's values, written in kebab-case; the case of letters is ignored.</summary>
    public TEnum Choice<TEnum>(string field)
        where TEnum : struct, Enum
    {
        var text = Text(field);
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase) || text.Equals(Kebab(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        if (text.Length > 0)
        {
            _errors.Add(PlaceOf(field), $"\"{text}\" is not known here; expected one of {string.Join(", ", Enum.GetValues<TEnum>().Select(Kebab))}");
        }

        return default;
    }

    private static string Kebab<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private YamlNode? Required(string field)
    {
        var node = Find(field);
        if (node is null)
        {
            _errors.Add(Node, $"{_where} needs the field \"{field}\"");
        }

        return node;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugForm();
}

/// <summary>A text in both of the system's languages.</summary>
/// <param name="Sv">Swedish.</param>
/// <param name="En">English.</param>
public sealed record LocalText(string Sv, string En);
