using Utanforskap.Geography;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>
/// Reads a register's YAML file. Pure: text in, register or mistakes out; <c>register.schema.json</c> beside the files describes the same for editors.
/// </summary>
public static class RegisterFile
{
    private static readonly TimeOnly DayBegins = new(0, 0);
    private static readonly TimeOnly DayEnds = new(23, 59);

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="yaml">Its content.</param>
    /// <returns>The register, or null and the mistakes, in line order.</returns>
    public static (Register? Register, IReadOnlyList<CatalogueError> Errors) Read(string file, string yaml)
    {
        var errors = new ErrorList(file);
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count != 1)
            {
                errors.Add(1, 1, "a register file holds exactly one YAML document");
                return (null, errors.Sorted);
            }

            var register = ReadRegister(stream.Documents[0].RootNode, errors);
            return errors.Any ? (null, errors.Sorted) : (register, []);
        }
        catch (YamlException unreadable)
        {
            errors.Add(unreadable.Start.Line, unreadable.Start.Column, $"not YAML: {unreadable.Message}");
            return (null, errors.Sorted);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException)
        {
            // The YAML scanner throws these, without a place, where a flow list or mapping is cut short.
            errors.Add(1, 1, "not YAML: a list or mapping in brackets is not closed");
            return (null, errors.Sorted);
        }
    }

    private static Register ReadRegister(YamlNode root, ErrorList errors)
    {
        var fields = YamlFields.Of(root, "a register", errors, "id", "title", "country", "source", "table", "selection", "levels", "measures",
            "calendar", "gates", "attribution", "licence");
        var title = fields.Mapping("title", true, "sv", "en");
        var country = fields.Text("country");
        if (country.Length > 0 && Division.All.All(d => d.Country != country))
        {
            errors.Add(fields.Find("country")!, $"no division is known of \"{country}\"; expected one of {string.Join(", ", Division.All.Select(d => d.Country).Distinct())}");
        }

        var measures = MeasureFields.Read(fields, errors);
        return new Register(
            fields.Slug("id"),
            new LocalText(title.Text("sv"), title.Text("en")),
            country,
            ReadSource(fields, errors),
            fields.Text("table"),
            ReadSelection(fields),
            ReadLevels(fields, country, errors),
            measures,
            ReadCalendar(fields, errors),
            GateFields.Read(fields, measures, errors),
            fields.Text("attribution"),
            fields.Text("licence"));
    }

    private static RegisterSource ReadSource(YamlFields register, ErrorList errors)
    {
        var source = register.Mapping("source", true, "kind", "name", "path", "language");
        if (register.Has("source") && !source.Has("kind"))
        {
            errors.Add(source.Node, "\"source\" needs the field \"kind\": pxwebapi, file or delivery");
        }

        var kind = source.Choice("kind", SourceKind.PxWebApi);
        if (kind == SourceKind.File && !source.Has("path"))
        {
            errors.Add(source.Node, "a source of kind file needs the field \"path\"");
        }

        return new RegisterSource(kind, kind == SourceKind.Delivery && !source.Has("name") ? "delivery" : source.Text("name"),
            source.Optional("path"), source.Optional("language") ?? "sv");
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadSelection(YamlFields register)
    {
        var selection = register.Mapping("selection", false);
        return selection.Entries().ToDictionary(e => e.Key, e => selection.Texts(e.Key), StringComparer.OrdinalIgnoreCase);
    }

    private static List<DivisionLevel> ReadLevels(YamlFields register, string country, ErrorList errors)
    {
        var levels = new List<DivisionLevel>();
        foreach (var item in register.List("levels"))
        {
            var level = register.ChoiceOf(item, (item as YamlScalarNode)?.Value ?? "", DivisionLevel.RegSO);
            if (Division.All.Any(d => d.Country == country) && !Division.All.Any(d => d.Country == country && d.Level == level))
            {
                errors.Add(item, $"{country} has no division of level {level}");
            }

            levels.Add(level);
        }

        if (levels.Count == 0 && !errors.Any)
        {
            errors.Add(register.Node, "a register needs \"levels\": the levels of division that every release covers, as in [RegSO]");
        }

        return levels;
    }

    private static ReleaseCalendar ReadCalendar(YamlFields register, ErrorList errors)
    {
        var calendar = register.Mapping("calendar", false, "timeZone", "poll", "fullRead", "windows");
        var zone = calendar.Optional("timeZone") ?? "Europe/Stockholm";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var timeZone))
        {
            errors.Add(calendar.Find("timeZone") ?? calendar.Node, $"the time zone \"{zone}\" is not known here; expected a name as in Europe/Stockholm");
        }

        var windows = new List<ReleaseWindow>();
        foreach (var item in calendar.List("windows"))
        {
            var window = YamlFields.Of(item, "a window", errors, "from", "to", "opens", "closes");
            var (opens, closes) = (window.Clock("opens", DayBegins), window.Clock("closes", DayEnds));
            if (closes <= opens)
            {
                errors.Add(item, "a window closes after it opens, the same day");
            }

            windows.Add(new ReleaseWindow(window.Day("from"), window.Day("to"), opens, closes));
        }

        return new ReleaseCalendar(timeZone ?? TimeZoneInfo.Utc, windows, calendar.Duration("poll", TimeSpan.FromMinutes(1)),
            calendar.Duration("fullRead", TimeSpan.FromDays(1)));
    }
}
