using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Utanforskap.Ingestion.Parsing;

namespace Utanforskap.Ingestion.Sources;

/// <summary>One reading of a table: works out the selection against its metadata, cuts it to the source's cell limit, fetches and joins.</summary>
internal sealed class TableRead(PxWebApiClient client, string table, TableSelection selection, ReadLimits limits, SourceOptions options)
{
    /// <summary>A dimension of the selection with the codes that it comes to.</summary>
    private sealed record Selected(string Code, string? Codelist, IReadOnlyList<string> Codes, bool Whole);

    public async Task<TableReading> RunAsync(CancellationToken stop)
    {
        var raw = RawBody.Create(options.Folder);
        try
        {
            for (var again = 0; ; again++)
            {
                if (await TryAsync(raw, last: again == options.Restarts, stop) is { } cube)
                {
                    var span = Activity.Current;
                    span?.SetTag("source.calls", raw.Parts);
                    span?.SetTag("source.cells", cube.Values.Length);
                    span?.SetTag("source.bytes", raw.Bytes);
                    return new TableReading(cube, raw, raw.Parts);
                }

                raw.Clear();
            }
        }
        catch
        {
            await raw.DisposeAsync();
            throw;
        }
    }

    /// <summary>The table, or null if it changed while it was read.</summary>
    private async Task<StatCube?> TryAsync(RawBody raw, bool last, CancellationToken stop)
    {
        var config = await client.ConfigAsync(stop);
        var selected = await SelectAsync(stop);
        CubeShape.Cells(selected.Select(s => s.Codes.Count), limits, $"selection of {table}");
        var blocks = SelectionSplitter.Split([.. selected.Select(s => s.Codes.Count)], config.MaxDataCells);
        var joiner = blocks.Count == 1 ? null : new CubeJoiner(selected.ToDictionary(s => s.Code, s => s.Codes, StringComparer.Ordinal), limits);
        StatCube? first = null;
        foreach (var block in blocks)
        {
            var wanted = selected.Select((s, d) => (s.Code, Codes: Run(s, block[d]))).ToDictionary(w => w.Code, w => w.Codes, StringComparer.Ordinal);
            var body = Body(selected, block);
            var part = await client.PostAsync(
                table,
                body,
                (answer, token) => raw.RecordAsync(answer, tee => JsonStat2Reader.ReadAsync(tee, limits, token), token),
                stop);
            var changed = first is not null && part.Updated != first.Updated;
            if (changed || !CubeJoiner.Answers(part, wanted))
            {
                return last ? throw Moved(changed, part, wanted) : null;
            }

            first ??= part;
            joiner?.Add(part);
        }

        return joiner?.Finish() ?? first;
    }

    private async Task<List<Selected>> SelectAsync(CancellationToken stop)
    {
        var metadata = await client.MetadataAsync(table, stop);
        var problems = new List<string>();
        var selected = new List<Selected>();
        foreach (var dimension in metadata.Dimensions)
        {
            var chosen = selection.Dimensions.FirstOrDefault(s => s.Dimension.Equals(dimension.Code, StringComparison.OrdinalIgnoreCase));
            if (chosen is null && !selection.All)
            {
                if (!metadata.Eliminable.Contains(dimension.Code))
                {
                    problems.Add($"its dimension {dimension.Code} must be selected");
                }

                continue;
            }

            var codes = dimension.Codes;
            if (chosen?.Codelist is { } codelist)
            {
                if (await client.CodelistAsync(codelist, stop) is not { } list)
                {
                    problems.Add($"the codelist {codelist} of {dimension.Code} is gone");
                    continue;
                }

                codes = list.Codes;
            }

            var (expanded, problem) = SelectionExpressions.Expand(codes, dimension.Role, ValuesOf(chosen, codes));
            if (problem is not null || expanded.Count == 0)
            {
                problems.Add(problem is null ? $"nothing is selected of {dimension.Code}" : $"in dimension {dimension.Code}, {problem}");
            }

            selected.Add(new Selected(dimension.Code, chosen?.Codelist, expanded, expanded.Count == codes.Count));
        }

        problems.AddRange(selection.Dimensions
            .Where(s => !metadata.Dimensions.Any(d => d.Code.Equals(s.Dimension, StringComparison.OrdinalIgnoreCase)))
            .Select(s => $"it has no dimension {s.Dimension} (it has {string.Join(", ", metadata.Dimensions.Select(d => d.Code))})"));
        return problems.Count == 0 ? selected : throw new TableRestructuredException(table, problems);
    }

    private static IReadOnlyList<string> ValuesOf(DimensionSelection? chosen, IReadOnlyList<string> codes) => chosen is null
        ? ["*"]
        : [.. chosen.Values.Where(v => !chosen.MayLack.Contains(v) || codes.Contains(v, StringComparer.OrdinalIgnoreCase))];

    private static IReadOnlyList<string> Run(Selected selected, CategoryRun run) =>
        run.Count == selected.Codes.Count ? selected.Codes : [.. selected.Codes.Skip(run.Start).Take(run.Count)];

    private static ReadOnlyMemory<byte> Body(List<Selected> selected, CategoryRun[] block)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("selection");
            for (var d = 0; d < selected.Count; d++)
            {
                json.WriteStartObject();
                json.WriteString("variableCode", selected[d].Code);
                if (selected[d].Codelist is { } codelist)
                {
                    json.WriteString("codelist", codelist);
                }

                json.WriteStartArray("valueCodes");
                foreach (var code in selected[d].Whole && block[d].Count == selected[d].Codes.Count ? ["*"] : Run(selected[d], block[d]))
                {
                    json.WriteStringValue(code);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private Exception Moved(bool changed, StatCube part, Dictionary<string, IReadOnlyList<string>> wanted) => changed
        ? new SourceUnavailableException(string.Create(
            CultureInfo.InvariantCulture,
            $"Table {table} changed while it was read, {options.Restarts + 1} times in a row: it is being published just now. It is tried again at the next watch."))
        : new TableRestructuredException(table, [.. wanted
            .Where(w => part.Dimensions.FirstOrDefault(d => d.Code == w.Key) is not { } d || !w.Value.ToHashSet().SetEquals(d.Codes))
            .Select(w => $"the answer's categories of {w.Key} are not those that were asked for")
            .DefaultIfEmpty("the answer has dimensions that were not asked for")]);
}
