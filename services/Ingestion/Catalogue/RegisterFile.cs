using System.Globalization;
using System.Text.RegularExpressions;
using Utanforskap.Definitions;
using Utanforskap.Geography;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>
/// Reads a register's YAML file. Pure: text in, register or mistakes out; <c>register.schema.json</c> beside the files describes the same for editors.
/// </summary>
public static partial class RegisterFile
{
    private static readonly TimeOnly DayBegins = new(0, 0);
    private static readonly TimeOnly DayEnds = new(23, 59);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="yaml">Its content.</param>
    /// <returns>The register, or null and the mistakes, in line order.</returns>
    public static (Register? Register, IReadOnlyList<DefinitionError> Errors) Read(string file, string yaml) => DefinitionFile.Read(file, yaml, Read);

    /// <summary>A register of a document's root; mistakes are noted with their places.</summary>
    public static Register Read(YamlNode root, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(root, "a register", errors, "id", "title", "country", "source", "table", "selection", "levels", "measures",
            "boundaries", "calendar", "gates", "attribution", "licence");
        var country = fields.Text("country");
        if (country.Length > 0 && Division.All.All(d => d.Country != country))
        {
            errors.Add(fields.PlaceOf("country"), $"no division is known of \"{country}\"; expected one of {string.Join(", ", Division.All.Select(d => d.Country).Distinct())}");
        }

        var source = ReadSource(fields, errors);
        var boundaries = BoundaryFields.Read(fields, source.Kind, country, errors);
        var measures = source.Kind == SourceKind.Wfs ? [] : MeasureFields.Read(fields, errors);
        return new Register(
            fields.Slug("id"),
            fields.LocalText("title"),
            country,
            source,
            fields.Text("table"),
            ReadSelection(fields),
            source.Kind == SourceKind.Wfs ? [] : ReadLevels(fields, country, errors),
            measures,
            ReadCalendar(fields, errors),
            GateFields.Read(fields, measures, errors),
            fields.Text("attribution"),
            fields.Text("licence"))
        {
            Boundaries = boundaries,
        };
    }

    private static RegisterSource ReadSource(YamlFields register, DefinitionErrors errors)
    {
        var source = register.Fields("source", "kind", "name", "path", "language");
        var kind = source.Choice<SourceKind>("kind");
        if (kind == SourceKind.File && !source.Has("path"))
        {
            errors.Add(source.Mapping, "a source of kind file needs the field \"path\"");
        }

        return new RegisterSource(kind, kind == SourceKind.Delivery && !source.Has("name") ? "delivery" : source.Text("name"),
            source.OptionalText("path"), source.OptionalText("language") ?? "sv");
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadSelection(YamlFields register)
    {
        var selection = register.OptionalFields("selection");
        return selection.Entries().ToDictionary(e => e.Name, e => selection.Texts(e.Name), StringComparer.OrdinalIgnoreCase);
    }

    private static List<DivisionLevel> ReadLevels(YamlFields register, string country, DefinitionErrors errors)
    {
        var levels = register.Choices<DivisionLevel>("levels");
        foreach (var (place, level) in levels)
        {
            if (Division.All.Any(d => d.Country == country) && !Division.All.Any(d => d.Country == country && d.Level == level))
            {
                errors.Add(place, $"{country} has no division of level {level}");
            }
        }

        if (register.Find("levels") is null or YamlSequenceNode { Children.Count: 0 })
        {
            errors.Add(register.PlaceOf("levels"), "a register needs \"levels\": the levels of division that every release covers, as in [RegSO]");
        }

        return [.. levels.Select(l => l.Value)];
    }

    private static ReleaseCalendar ReadCalendar(YamlFields register, DefinitionErrors errors)
    {
        var calendar = register.OptionalFields("calendar", "timeZone", "poll", "fullRead", "windows");
        var zone = calendar.OptionalText("timeZone") ?? "Europe/Stockholm";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var timeZone))
        {
            errors.Add(calendar.PlaceOf("timeZone"), $"the time zone \"{zone}\" is not known here; expected a name as in Europe/Stockholm");
        }

        var windows = new List<ReleaseWindow>();
        foreach (var item in calendar.List("windows"))
        {
            var window = YamlFields.Of(item, "a window", errors, "from", "to", "opens", "closes");
            var (opens, closes) = (Clock(window, "opens", DayBegins), Clock(window, "closes", DayEnds));
            if (closes <= opens)
            {
                errors.Add(item, "a window closes after it opens, the same day");
            }

            windows.Add(new ReleaseWindow(Day(window, "from"), Day(window, "to"), opens, closes));
        }

        return new ReleaseCalendar(timeZone ?? TimeZoneInfo.Utc, windows, Duration(calendar, "poll", TimeSpan.FromMinutes(1)),
            Duration(calendar, "fullRead", TimeSpan.FromDays(1)));
    }

    private static TimeOnly Clock(YamlFields fields, string field, TimeOnly otherwise) =>
        fields.Value(
            field,
            text => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null as TimeOnly?,
            "a clock time in quotes, as in \"07:55\"") ?? otherwise;

    private static MonthDay Day(YamlFields fields, string field)
    {
        fields.Text(field);
        return fields.Value(field, ParseDay, "a month and day as in 02-15") ?? new MonthDay(1, 1);
    }

    private static TimeSpan Duration(YamlFields fields, string field, TimeSpan otherwise) =>
        fields.Value(field, ParseDuration, "a time span as in 10s, 5m, 2h or 1d") ?? otherwise;

    // 2000 was a leap year, so 02-29 is a day.
    private static MonthDay? ParseDay(string text) =>
        DateOnly.TryParseExact("2000-" + text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new MonthDay(day.Month, day.Day)
            : null;

    private static TimeSpan? ParseDuration(string text)
    {
        var match = DurationForm().Match(text);
        if (!match.Success || !int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) || number is 0 or > 100_000)
        {
            return null;
        }

        return match.Groups[2].ValueSpan[0] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
    }

    [GeneratedRegex(@"^([0-9]+)([smhd])\z")]
    private static partial Regex DurationForm();
}
