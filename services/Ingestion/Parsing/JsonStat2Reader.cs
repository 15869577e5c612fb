using System.Globalization;
using System.Text.Json;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>
/// Reads JSON-stat 2 as PxWebApi 2 and Eurostat write it, in one pass over the bytes: beside the result (9 bytes a cell) it holds one buffer.
/// </summary>
public static class JsonStat2Reader
{
    /// <summary>Reads a dataset with its cells.</summary>
    /// <exception cref="SourceFormatException">It is not a complete, consistent dataset, or larger than the limits.
    /// Its inner exception is an <see cref="EndOfStreamException"/> where the body stops short.</exception>
    public static async Task<StatCube> ReadAsync(Stream stream, ReadLimits limits, CancellationToken stop)
    {
        var dataset = await JsonStat2Dataset.ReadAsync(stream, limits, stop);
        return dataset.Cells.Present
            ? dataset.ToCube()
            : throw new SourceFormatException("value", "the document has no values: it describes a table and is not its data");
    }

    /// <summary>Reads a dataset's description; values may be absent (PxWebApi 2's metadata) and are passed over.</summary>
    /// <exception cref="SourceFormatException">As of <see cref="ReadAsync"/>.</exception>
    internal static async Task<JsonStat2Dataset> ReadDescriptionAsync(Stream stream, ReadLimits limits, CancellationToken stop) =>
        await JsonStat2Dataset.ReadAsync(stream, limits, stop);
}

/// <summary>The members of a JSON-stat 2 dataset that are used here.</summary>
internal sealed class JsonStat2Dataset(ReadLimits limits)
{
    private readonly Dictionary<string, JsonStat2Dimension> _dimensions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DimensionRole> _roles = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private List<string>? _ids;
    private List<int>? _sizes;

    public string Label { get; private set; } = "";

    public DateTimeOffset? Updated { get; private set; }

    public DateTimeOffset? NextUpdate { get; private set; }

    public JsonStat2Cells Cells { get; } = new(limits);

    /// <summary>Whether a selection may leave the dimension out.</summary>
    public bool CanEliminate(string code) => _dimensions[code].Elimination;

    public static async Task<JsonStat2Dataset> ReadAsync(Stream stream, ReadLimits limits, CancellationToken stop)
    {
        using var json = new JsonTokens(stream, limits);
        var dataset = new JsonStat2Dataset(limits);
        await json.EnterAsync(JsonTokenType.StartObject, "a JSON-stat dataset (an object)", stop);
        while (await json.NextMemberAsync(stop) is { } name)
        {
            await dataset.ReadMemberAsync(json, name, stop);
        }

        // Reading on to the end finds what follows a complete document.
        await json.ReadAsync(stop);
        return dataset;
    }

    /// <summary>The dimensions in order.</summary>
    public List<CubeDimension> Dimensions()
    {
        if (_ids is null || _sizes is null || _ids.Count == 0)
        {
            throw new SourceFormatException(_ids is null ? "id" : "size", "'id' and 'size' must list the dimensions; this is not a JSON-stat 2 dataset");
        }

        if (_ids.Count != _sizes.Count)
        {
            throw new SourceFormatException("size", $"'id' names {_ids.Count} dimensions, but 'size' has {_sizes.Count} numbers");
        }

        var dimensions = new List<CubeDimension>(_ids.Count);
        foreach (var (id, size) in _ids.Zip(_sizes))
        {
            if (!_dimensions.TryGetValue(id, out var dimension))
            {
                throw new SourceFormatException("dimension", $"'id' names the dimension '{CubeShape.Excerpt(id)}', which is not described");
            }

            dimensions.Add(dimension.Finish(id, size, _roles.TryGetValue(id, out var role) ? role : null));
        }

        CubeShape.DemandUnique("list (id)", _ids);
        return dimensions;
    }

    public StatCube ToCube()
    {
        var dimensions = Dimensions();
        var (values, status) = Cells.Finish(CubeShape.Cells(_sizes!, limits, "size"));
        return new StatCube(Label, Updated, dimensions, values, status, Notes());
    }

    /// <summary>Footnotes of the table, its dimensions and categories.</summary>
    public List<string> Notes() => [.. _notes.Concat((_ids ?? []).SelectMany(id => _dimensions[id].Notes)).Distinct()];

    private async ValueTask ReadMemberAsync(JsonTokens json, string name, CancellationToken stop)
    {
        switch (name)
        {
            case "class":
                if (await json.NextTextAsync(stop) is { } kind and not "dataset")
                {
                    throw new SourceFormatException(json.Place, $"this is a JSON-stat {CubeShape.Excerpt(kind)}, not a dataset");
                }

                break;
            case "label":
                Label = (await json.NextTextAsync(stop) ?? "").Trim();
                break;
            case "updated":
                Updated = Time(await json.NextTextAsync(stop));
                break;
            case "note":
                await json.ReadNotesAsync(_notes, stop);
                break;
            case "role":
                await ReadRolesAsync(json, stop);
                break;
            case "id":
                _ids = _ids is null ? await ReadListAsync(json, j => j.TextOrFail("a dimension's id"), stop) : throw Twice(json, name);
                break;
            case "size":
                _sizes = _sizes is null ? await ReadListAsync(json, Size, stop) : throw Twice(json, name);
                Cells.Expect(CubeShape.Cells(_sizes, limits, json.Place));
                break;
            case "dimension":
                await ReadDimensionsAsync(json, stop);
                break;
            case "value":
                await Cells.ReadValuesAsync(json, stop);
                break;
            case "status":
                await Cells.ReadStatusAsync(json, stop);
                break;
            case "extension":
                await ReadExtensionAsync(json, stop);
                break;
            default:
                await json.NextAsync(stop);
                await json.SkipAsync(stop);
                break;
        }
    }

    private async ValueTask ReadDimensionsAsync(JsonTokens json, CancellationToken stop)
    {
        await json.EnterAsync(JsonTokenType.StartObject, "the dimensions as an object", stop);
        var left = limits.Categories;
        while (await json.NextMemberAsync(stop) is { } code)
        {
            var dimension = await JsonStat2Dimension.ReadAsync(json, code, left, stop);
            left -= dimension.Categories;
            if (!_dimensions.TryAdd(code, dimension))
            {
                throw Twice(json, code);
            }

            if (_dimensions.Count > limits.Dimensions)
            {
                throw new SourceFormatException(json.Place, $"the table has more than the {limits.Dimensions} dimensions that are allowed");
            }
        }
    }

    private async ValueTask ReadRolesAsync(JsonTokens json, CancellationToken stop)
    {
        await json.EnterAsync(JsonTokenType.StartObject, "the roles as an object", stop);
        while (await json.NextMemberAsync(stop) is { } name)
        {
            DimensionRole? role = name switch
            {
                "time" => DimensionRole.Time,
                "geo" => DimensionRole.Region,
                "metric" => DimensionRole.Contents,
                _ => null,
            };
            foreach (var code in await ReadListAsync(json, j => j.TextOrFail("a dimension's id"), stop))
            {
                if (role is { } known)
                {
                    _roles[code] = known;
                }
            }
        }
    }

    private async ValueTask ReadExtensionAsync(JsonTokens json, CancellationToken stop)
    {
        if (await json.NextAsync(stop) != JsonTokenType.StartObject)
        {
            await json.SkipAsync(stop);
            return;
        }

        while (await json.NextMemberAsync(stop) is { } name)
        {
            await json.NextAsync(stop);
            if (name != "px" || json.Kind != JsonTokenType.StartObject)
            {
                await json.SkipAsync(stop);
                continue;
            }

            while (await json.NextMemberAsync(stop) is { } px)
            {
                await json.NextAsync(stop);
                if (px == "nextUpdate" && json.Kind == JsonTokenType.String)
                {
                    NextUpdate = Time(json.Text());
                }

                await json.SkipAsync(stop);
            }
        }
    }

    private async ValueTask<List<T>> ReadListAsync<T>(JsonTokens json, Func<JsonTokens, T> item, CancellationToken stop)
    {
        await json.EnterAsync(JsonTokenType.StartArray, "an array", stop);
        var list = new List<T>();
        while (await json.NextAsync(stop) != JsonTokenType.EndArray)
        {
            list.Add(item(json));
            if (list.Count > limits.Dimensions)
            {
                throw new SourceFormatException(json.Place, $"the table has more than the {limits.Dimensions} dimensions that are allowed");
            }
        }

        return list;
    }

    private static int Size(JsonTokens json)
    {
        var size = json.Number();
        return size == Math.Floor(size) && size is >= 0 and <= int.MaxValue ? (int)size : throw json.Unexpected("a whole number of categories");
    }

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static SourceFormatException Twice(JsonTokens json, string name) => new(json.Place, $"'{CubeShape.Excerpt(name)}' stands twice");
}
