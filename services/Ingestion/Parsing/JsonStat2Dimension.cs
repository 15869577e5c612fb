using System.Text.Json;

namespace Utanforskap.Ingestion.Parsing;

/// <summary>One member of a JSON-stat 2 <c>dimension</c> while it is read.</summary>
internal sealed class JsonStat2Dimension
{
    private readonly List<(string Code, int Index)> _index = [];
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly List<string> _labelOrder = [];
    private readonly Dictionary<string, string?> _units = new(StringComparer.Ordinal);

    public string? Label { get; private set; }

    /// <summary>Whether a selection may leave the dimension out; PxWebApi's extension.</summary>
    public bool Elimination { get; private set; }

    public List<string> Notes { get; } = [];

    /// <summary>How many categories were seen, for the limit while reading.</summary>
    public int Categories => Math.Max(_index.Count, _labelOrder.Count);

    public static async ValueTask<JsonStat2Dimension> ReadAsync(JsonTokens json, string code, int categoriesLeft, CancellationToken stop)
    {
        var dimension = new JsonStat2Dimension();
        await json.EnterAsync(JsonTokenType.StartObject, $"dimension '{code}' as an object", stop);
        while (await json.NextMemberAsync(stop) is { } name)
        {
            switch (name)
            {
                case "label":
                    dimension.Label = await json.NextTextAsync(stop);
                    break;
                case "note":
                    await json.ReadNotesAsync(dimension.Notes, stop);
                    break;
                case "category":
                    await dimension.ReadCategoryAsync(json, code, categoriesLeft, stop);
                    break;
                case "extension":
                    await dimension.ReadExtensionAsync(json, stop);
                    break;
                default:
                    await json.NextAsync(stop);
                    await json.SkipAsync(stop);
                    break;
            }
        }

        return dimension;
    }

    /// <summary>The finished dimension; <paramref name="size"/> is what the dataset says of it.</summary>
    public CubeDimension Finish(string code, int size, DimensionRole? role)
    {
        var place = $"dimension {CubeShape.Excerpt(code)}";
        var codes = Codes(place);
        if (codes.Length != size)
        {
            throw new SourceFormatException(place, $"its size is {size}, but it has {codes.Length} categories");
        }

        var label = (Label ?? code).Trim();
        return new CubeDimension(
            code,
            label,
            role ?? CubeShape.Guess(code, label),
            codes,
            [.. codes.Select(c => _labels.TryGetValue(c, out var text) ? text.Trim() : c)],
            _units.Count == 0 ? [] : [.. codes.Select(c => _units.GetValueOrDefault(c))]);
    }

    private string[] Codes(string place)
    {
        if (_index.Count == 0)
        {
            // JSON-stat lets a dimension of one category leave the index out.
            return _labelOrder.Count == 1
                ? [_labelOrder[0]]
                : _labelOrder.Count == 0 ? [] : throw new SourceFormatException(place, "its categories have no index, so that their order is not known");
        }

        var codes = new string?[_index.Count];
        foreach (var (code, index) in _index)
        {
            if (index >= codes.Length)
            {
                throw new SourceFormatException(place, $"the index has a gap: '{CubeShape.Excerpt(code)}' is number {index} of {codes.Length} categories");
            }

            if (codes[index] is { } other)
            {
                throw new SourceFormatException(place, $"'{CubeShape.Excerpt(other)}' and '{CubeShape.Excerpt(code)}' both are number {index} of the index");
            }

            codes[index] = code;
        }

        var complete = (string[])codes!;
        CubeShape.DemandUnique(place["dimension ".Length..], complete);
        return complete;
    }

    private async ValueTask ReadCategoryAsync(JsonTokens json, string code, int categoriesLeft, CancellationToken stop)
    {
        await json.EnterAsync(JsonTokenType.StartObject, $"the categories of dimension '{code}' as an object", stop);
        while (await json.NextMemberAsync(stop) is { } name)
        {
            switch (name)
            {
                case "index":
                    await ReadIndexAsync(json, categoriesLeft, stop);
                    break;
                case "label":
                    await json.EnterAsync(JsonTokenType.StartObject, "labels as an object", stop);
                    while (await json.NextMemberAsync(stop) is { } category)
                    {
                        if (!_labels.TryAdd(category, await json.NextTextAsync(stop) ?? category))
                        {
                            throw new SourceFormatException(json.Place, $"dimension '{code}' labels the category '{CubeShape.Excerpt(category)}' twice");
                        }

                        _labelOrder.Add(category);
                        DemandRoom(json, categoriesLeft);
                    }

                    break;
                case "unit":
                    await ReadUnitsAsync(json, stop);
                    break;
                case "note":
                    await json.ReadNotesAsync(Notes, stop);
                    break;
                default:
                    await json.NextAsync(stop);
                    await json.SkipAsync(stop);
                    break;
            }
        }
    }

    private async ValueTask ReadIndexAsync(JsonTokens json, int categoriesLeft, CancellationToken stop)
    {
        if (_index.Count > 0)
        {
            throw new SourceFormatException(json.Place, "a dimension has two indexes");
        }

        if (await json.NextAsync(stop) == JsonTokenType.StartArray)
        {
            while (await json.NextAsync(stop) != JsonTokenType.EndArray)
            {
                _index.Add((json.Kind == JsonTokenType.String ? json.Text() : throw json.Unexpected("a category's code"), _index.Count));
                DemandRoom(json, categoriesLeft);
            }

            return;
        }

        if (json.Kind != JsonTokenType.StartObject)
        {
            throw json.Unexpected("the index as an array or object");
        }

        while (await json.NextMemberAsync(stop) is { } category)
        {
            await json.NextAsync(stop);
            var number = json.Number();
            if (number != Math.Floor(number) || number is < 0 or > int.MaxValue)
            {
                throw new SourceFormatException(json.Place, $"the index of '{CubeShape.Excerpt(category)}' is not a whole number from 0");
            }

            _index.Add((category, (int)number));
            DemandRoom(json, categoriesLeft);
        }
    }

    private async ValueTask ReadUnitsAsync(JsonTokens json, CancellationToken stop)
    {
        await json.EnterAsync(JsonTokenType.StartObject, "units as an object", stop);
        while (await json.NextMemberAsync(stop) is { } category)
        {
            await json.EnterAsync(JsonTokenType.StartObject, "a unit as an object", stop);
            while (await json.NextMemberAsync(stop) is { } name)
            {
                if (name is "base" or "label" && !_units.ContainsKey(category))
                {
                    _units[category] = (await json.NextTextAsync(stop))?.Trim();
                }
                else
                {
                    await json.NextAsync(stop);
                    await json.SkipAsync(stop);
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
            if (name == "elimination")
            {
                Elimination = json.Kind == JsonTokenType.True;
            }

            await json.SkipAsync(stop);
        }
    }

    private void DemandRoom(JsonTokens json, int categoriesLeft)
    {
        if (Categories > categoriesLeft)
        {
            throw new SourceFormatException(json.Place, "the table has more categories than are allowed; select fewer");
        }
    }
}
