using System.Text.Json;

namespace Utanforskap.Simulator.Releases;

/// <summary>Reads a json-stat2 dataset as SCB writes it into a <see cref="Table"/>.</summary>
internal static class JsonStat2Reader
{
    /// <summary>Reads one dataset.</summary>
    /// <exception cref="InvalidDataException">It is not one; the message says what is missing or wrong.</exception>
    public static Table Read(string id, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "class") != "dataset")
        {
            throw new InvalidDataException("it is not a json-stat2 dataset (class \"dataset\")");
        }

        var ids = Texts(root, "id");
        var sizes = Property(root, "size", JsonValueKind.Array).EnumerateArray().Select(Count).ToList();
        if (ids.Count == 0 || ids.Count != sizes.Count)
        {
            throw new InvalidDataException($"it has {ids.Count} dimensions in id and {sizes.Count} in size");
        }

        var dimensions = new List<Dimension>(ids.Count);
        var all = Property(root, "dimension", JsonValueKind.Object);
        for (var i = 0; i < ids.Count; i++)
        {
            dimensions.Add(ReadDimension(ids[i], sizes[i], Property(all, ids[i], JsonValueKind.Object), root));
        }

        var cells = sizes.Aggregate(1L, (product, size) => product * size);
        var (values, status) = ReadCells(root, checked((int)cells));
        var px = Optional(Optional(root, "extension"), "px");
        return Table.Checked(new Table(id, Text(root, "label") ?? id, dimensions, values, status)
        {
            Source = Text(root, "source") ?? "",
            Notes = Texts(root, "note"),
            NotesMandatory = Optional(Optional(root, "extension"), "noteMandatory").ValueKind == JsonValueKind.Object,
            InfoFile = Text(px, "infofile"),
            Contacts = Optional(Optional(root, "extension"), "contact") is { ValueKind: JsonValueKind.Array } contacts
                ? [.. contacts.EnumerateArray().Select(ReadContact)]
                : [],
            Language = Text(px, "language") ?? "sv",
            Subject = Text(px, "contents") ?? "",
            Decimals = Number(px, "decimals") ?? 0,
            Official = Optional(px, "official-statistics").ValueKind != JsonValueKind.False,
            Copyright = Flag(px, "copyright") ?? false,
            Survey = Text(px, "survey"),
            Link = Text(px, "link"),
            UpdateFrequency = Text(px, "updateFrequency"),
            NextUpdate = Optional(px, "nextUpdate") is { ValueKind: JsonValueKind.String } next && next.TryGetDateTimeOffset(out var time) ? time : null,
            Discontinued = Flag(Optional(root, "extension"), "discontinued"),
            SubjectCode = Text(px, "subject-code") ?? "BE",
            SubjectArea = Text(px, "subject-area") ?? "Befolkning",
        });
    }

    private static Dimension ReadDimension(string code, int size, JsonElement json, JsonElement root)
    {
        var category = Property(json, "category", JsonValueKind.Object);
        var label = Optional(category, "label");
        var codes = ReadCodes(code, size, category, label);
        if (codes.Distinct().Count() < codes.Count)
        {
            throw new InvalidDataException($"a category of {code} stands there twice");
        }

        var labels = codes.ConvertAll(c => Text(label, c) ?? c);
        var extension = Optional(json, "extension");
        var units = Optional(category, "unit");
        var notes = Optional(category, "note");
        return new Dimension(code, Text(json, "label") ?? code, RoleOf(code, root), codes, labels)
        {
            Units = units.ValueKind == JsonValueKind.Object
                ? codes.ConvertAll(c => ReadUnit(c, Optional(units, c), extension))
                : [],
            Elimination = Flag(extension, "elimination") ?? false,
            EliminationCode = Text(extension, "eliminationValueCode"),
            Show = Text(extension, "show") ?? "value",
            Notes = Texts(json, "note"),
            NotesMandatory = Optional(extension, "noteMandatory").ValueKind == JsonValueKind.Object,
            CategoryNotes = notes.ValueKind == JsonValueKind.Object
                ? notes.EnumerateObject().ToDictionary(n => n.Name, n => Strings(n.Value))
                : new Dictionary<string, IReadOnlyList<string>>(),
        };
    }

    private static Unit ReadUnit(string code, JsonElement unit, JsonElement extension)
    {
        var known = new Unit(Text(unit, "base") ?? "", Number(unit, "decimals") ?? 0);
        return known with
        {
            MeasuringType = Text(Optional(extension, "measuringType"), code) ?? known.MeasuringType,
            PriceType = Text(Optional(extension, "priceType"), code) ?? known.PriceType,
            Adjustment = Text(Optional(extension, "adjustment"), code) ?? known.Adjustment,
            ReferencePeriod = Text(Optional(extension, "refperiod"), code),
            BasePeriod = Text(Optional(extension, "basePeriod"), code),
            AlternativeText = Text(Optional(extension, "alternativeText"), code),
        };
    }

    private static Contact ReadContact(JsonElement json) =>
        new(Text(json, "name"), Text(json, "organization"), Text(json, "phone"), Text(json, "mail"), Text(json, "raw"));

    private static List<string> ReadCodes(string dimension, int size, JsonElement category, JsonElement label)
    {
        var index = Optional(category, "index");
        if (index.ValueKind == JsonValueKind.Undefined && size == 1 && label.ValueKind == JsonValueKind.Object)
        {
            return [label.EnumerateObject().First().Name];
        }

        var codes = new string?[size];
        if (index.ValueKind == JsonValueKind.Array && index.GetArrayLength() == size)
        {
            return [.. Strings(index)];
        }

        if (index.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in index.EnumerateObject())
            {
                if (!entry.Value.TryGetInt32(out var place) || place < 0 || place >= size || codes[place] is not null)
                {
                    throw new InvalidDataException($"category {entry.Name} of {dimension} has no place of its own in 0–{size - 1}");
                }

                codes[place] = entry.Name;
            }
        }

        return codes.All(c => c is not null)
            ? [.. codes.Select(c => c!)]
            : throw new InvalidDataException($"the size of {dimension} is {size}, but category.index has not as many categories");
    }

    private static DimensionRole RoleOf(string code, JsonElement root)
    {
        var role = Optional(root, "role");
        bool Is(string name) => Texts(role, name).Contains(code);
        return Is("time") ? DimensionRole.Time
            : Is("metric") ? DimensionRole.Contents
            : Is("geo") || code.Equals("Region", StringComparison.OrdinalIgnoreCase) ? DimensionRole.Region
            : DimensionRole.Other;
    }

    private static (double[] Values, byte[] Status) ReadCells(JsonElement root, int cells)
    {
        var (values, status) = (new double[cells], new byte[cells]);
        var json = Property(root, "value", JsonValueKind.Array);
        if (json.GetArrayLength() != cells)
        {
            throw new InvalidDataException($"it has {json.GetArrayLength()} values, its sizes make {cells}");
        }

        var i = 0;
        foreach (var value in json.EnumerateArray())
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                status[i] = (byte)CellStatus.NotAvailable;
            }
            else if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out values[i]))
            {
                throw new InvalidDataException($"value {i} is neither a number nor null");
            }

            i++;
        }

        ReadStatus(Optional(root, "status"), status);
        return (values, status);
    }

    private static void ReadStatus(JsonElement json, byte[] status)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var entry in json.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, out var cell) || cell < 0 || cell >= status.Length)
            {
                throw new InvalidDataException($"status stands beside cell {entry.Name}, there are {status.Length}");
            }

            status[cell] = (byte)(entry.Value.GetString() switch
            {
                "." => CellStatus.NotApplicable,
                ".." => CellStatus.NotAvailable,
                "..." => CellStatus.NotYet,
                "-" => CellStatus.Nil,
                var other => throw new InvalidDataException($"status {other} of cell {cell} is not known"),
            });
        }
    }

    private static int Count(JsonElement size) =>
        size.ValueKind == JsonValueKind.Number && size.TryGetInt32(out var count) && count > 0
            ? count
            : throw new InvalidDataException($"size {size} is not a positive number");

    private static JsonElement Property(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw new InvalidDataException($"there is no {name} that is an {kind.ToString().ToLowerInvariant()}");

    private static JsonElement Optional(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) =>
        Optional(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static int? Number(JsonElement json, string name) =>
        Optional(json, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    private static bool? Flag(JsonElement json, string name) =>
        Optional(json, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    private static IReadOnlyList<string> Texts(JsonElement json, string name) => Strings(Optional(json, name));

    private static IReadOnlyList<string> Strings(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray().Select(t => t.GetString() ?? "")] : [];
}
