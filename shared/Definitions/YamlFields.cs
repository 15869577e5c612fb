using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Definitions;

/// <summary>
/// Reads the fields of one YAML mapping and notes every mistake with its place. Reading on after a mistake gives harmless defaults, and the fields of a mapping
/// that is not there are missing without a further mistake, so that each mistake is told once.
/// </summary>
public sealed partial class YamlFields
{
    private readonly string _where;
    private readonly DefinitionErrors _errors;
    private readonly bool _absent;

    private YamlFields(YamlNode? node, string where, DefinitionErrors errors, string[] known)
    {
        (_where, _errors, _absent) = (where, errors, node is not YamlMappingNode);
        Mapping = node as YamlMappingNode ?? [];
        foreach (var key in Mapping.Children.Keys)
        {
            if (ValueOf(key) is not { } name)
            {
                errors.Add(key, $"a field of {where} must have a name");
            }
            else if (known.Length > 0 && !known.Contains(name, StringComparer.Ordinal))
            {
                errors.Add(key, $"unknown field \"{name}\" in {where}; {NearestName.Advice(name, known)}");
            }
        }
    }

    /// <summary>The mapping itself, for messages about the whole of it; empty if it is not there.</summary>
    public YamlMappingNode Mapping { get; }

    /// <summary>The fields of a node that has to be a mapping.</summary>
    /// <param name="node">The node, or null if it is missing, which is no mistake here.</param>
    /// <param name="where">What the mapping is, as in "a register".</param>
    /// <param name="errors">Where mistakes are noted.</param>
    /// <param name="known">The fields that it may have; none for any.</param>
    public static YamlFields Of(YamlNode? node, string where, DefinitionErrors errors, params string[] known)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(known);
        if (node is not null and not YamlMappingNode)
        {
            errors.Add(node, $"{where} must be a mapping of fields");
        }

        return new YamlFields(node, where, errors, known);
    }

    /// <summary>Whether a text is a slug: small letters and digits in groups with single hyphens between.</summary>
    public static bool IsSlug(string text) => SlugForm().IsMatch(text);

    /// <summary>The field's node, or null.</summary>
    public YamlNode? Find(string field) => Mapping.Children.TryGetValue(new YamlScalarNode(field), out var node) ? node : null;

    /// <summary>Whether the field is there.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>The field's node, or the mapping itself where it is missing: where a message about it belongs.</summary>
    public YamlNode PlaceOf(string field) => Find(field) ?? Mapping;

    /// <summary>All fields in the file's order.</summary>
    public IEnumerable<(string Name, YamlNode Place, YamlNode Value)> Entries() =>
        Mapping.Children.Where(pair => ValueOf(pair.Key) is not null).Select(pair => (ValueOf(pair.Key)!, pair.Key, pair.Value));

    /// <summary>The fields of a mapping that has to be there; no <paramref name="known"/> for any.</summary>
    public YamlFields Fields(string field, params string[] known) => Of(Required(field), $"\"{field}\"", _errors, known);

    /// <summary>The fields of a mapping that may be missing; no <paramref name="known"/> for any.</summary>
    public YamlFields OptionalFields(string field, params string[] known) => Of(Find(field), $"\"{field}\"", _errors, known);

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

    /// <summary>The items of a list of texts; none where the field is missing.</summary>
    public IReadOnlyList<string> Texts(string field) => [.. TextItems(field).Select(item => item.Text)];

    /// <summary>The items of a list of finite numbers, with their places; none where the field is missing.</summary>
    public IReadOnlyList<(YamlNode Place, double Value)> Numbers(string field) => Values(field, ParseNumber, "a number, as in 12.5");

    /// <summary>The items of a list of values of a form of their own, with their places; none where the field is missing.</summary>
    /// <param name="field">The field.</param>
    /// <param name="parse">The value of a text, or null if the text has not the form.</param>
    /// <param name="expected">What is expected, as in <c>a number, as in 12.5</c>.</param>
    public IReadOnlyList<(YamlNode Place, T Value)> Values<T>(string field, Func<string, T?> parse, string expected)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(parse);
        var values = new List<(YamlNode Place, T Value)>();
        foreach (var item in List(field))
        {
            if (ValueOf(item) is { } text && parse(text) is { } value)
            {
                values.Add((item, value));
            }
            else
            {
                _errors.Add(item, $"an item of \"{field}\" must be {expected}");
            }
        }

        return values;
    }

    /// <summary>The items of a list of an enumeration's words, with their places; none where the field is missing.</summary>
    public IReadOnlyList<(YamlNode Place, TEnum Value)> Choices<TEnum>(string field)
        where TEnum : struct, Enum =>
        [.. TextItems(field).Select(item => (item.Place, Choice: ChoiceOf<TEnum>(item.Place, item.Text)))
            .Where(item => item.Choice is not null).Select(item => (item.Place, item.Choice!.Value))];

    /// <summary>A text that has to be there, without blanks around it.</summary>
    public string Text(string field) => OptionalText(field, Required(field)) ?? "";

    /// <summary>A text without blanks around it, or null where the field is missing.</summary>
    public string? OptionalText(string field) => OptionalText(field, Find(field));

    /// <summary>A text in both of the system's languages, which has to be there: fields sv and en.</summary>
    public LocalText LocalText(string field) => LocalTextOf(Fields(field, "sv", "en"));

    /// <summary>A text in both languages from an item of a list.</summary>
    /// <param name="node">The item.</param>
    /// <param name="where">What it is, as in "a class".</param>
    public LocalText LocalText(YamlNode node, string where) => LocalTextOf(Of(node, where, _errors, "sv", "en"));

    /// <summary>A slug that has to be there.</summary>
    public string Slug(string field)
    {
        var text = Text(field);
        if (text.Length > 0 && !IsSlug(text))
        {
            _errors.Add(PlaceOf(field), $"\"{text}\" is not a slug: use small letters, digits and single hyphens, as in birth-region");
        }

        return text;
    }

    /// <summary>A whole number from 1 that has to be there.</summary>
    public int Ordinal(string field)
    {
        Required(field);
        return Value(
            field, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null as int?, "a whole number from 1") ?? 1;
    }

    /// <summary>A finite number, or null where the field is missing.</summary>
    public double? Number(string field) => Value(field, ParseNumber, "a number, as in 12.5");

    /// <summary>True or false; false where the field is missing.</summary>
    public bool Flag(string field) => Value(
        field, text => text switch { "true" => true, "false" => false, _ => null as bool? }, "true or false") ?? false;

    /// <summary>A value of a form of its own, or null where the field is missing or has another form.</summary>
    /// <param name="field">The field.</param>
    /// <param name="parse">The value of a text, or null if the text has not the form.</param>
    /// <param name="expected">What is expected, as in <c>a time span as in 10s</c>.</param>
    public T? Value<T>(string field, Func<string, T?> parse, string expected)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(parse);
        if (Find(field) is not { } node)
        {
            return null;
        }

        if (ValueOf(node) is { } text && parse(text) is { } value)
        {
            return value;
        }

        _errors.Add(node, $"\"{field}\" must be {expected}");
        return null;
    }

    /// <summary>One of an enumeration's words, which has to be there. The case of letters is ignored.</summary>
    public TEnum Choice<TEnum>(string field)
        where TEnum : struct, Enum
    {
        Required(field);
        return Choice<TEnum>(field, default);
    }

    /// <summary>One of an enumeration's words; <paramref name="otherwise"/> where the field is missing. The case of letters is ignored.</summary>
    public TEnum Choice<TEnum>(string field, TEnum otherwise)
        where TEnum : struct, Enum =>
        OptionalText(field) is { } text ? ChoiceOf<TEnum>(Find(field)!, text) ?? otherwise : otherwise;

    // Null for anything but a text: a list, a mapping, an empty text or YAML's null.
    private static string? ValueOf(YamlNode node) =>
        node is YamlScalarNode { Value: { } value, Style: var style } && value.Trim() is { Length: > 0 } text
        && !(style == ScalarStyle.Plain && text is "~" or "null" or "Null" or "NULL")
            ? text
            : null;

    private static double? ParseNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>The word for an enumeration's value: kebab-case, unless the enumeration names another (<see cref="EnumMemberAttribute"/>).</summary>
    public static string WordOf(Enum value) =>
        value.GetType().GetField(value.ToString())?.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static LocalText LocalTextOf(YamlFields texts) => new(texts.Text("sv"), texts.Text("en"));

    private List<(YamlNode Place, string Text)> TextItems(string field)
    {
        var items = new List<(YamlNode Place, string Text)>();
        foreach (var item in List(field))
        {
            if (ValueOf(item) is { } text)
            {
                items.Add((item, text));
            }
            else
            {
                _errors.Add(item, $"an item of \"{field}\" must be a text that is not empty");
            }
        }

        return items;
    }

    private TEnum? ChoiceOf<TEnum>(YamlNode place, string text)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (text.Equals(WordOf(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        _errors.Add(place, $"\"{text}\" is not known here; {NearestName.Advice(text, [.. Enum.GetValues<TEnum>().Select(word => WordOf(word))])}");
        return null;
    }

    private string? OptionalText(string field, YamlNode? node)
    {
        if (node is not null && ValueOf(node) is null)
        {
            _errors.Add(node, $"\"{field}\" must be a text that is not empty");
        }

        return node is null ? null : ValueOf(node);
    }

    private YamlNode? Required(string field)
    {
        var node = Find(field);
        if (node is null && !_absent)
        {
            _errors.Add(Mapping, $"{_where} needs the field \"{field}\"");
        }

        return node;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugForm();
}
