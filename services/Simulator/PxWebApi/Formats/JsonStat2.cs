using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>Writes json-stat2 as PxWebApi does, to the last field and in its order: a selection with its cells, or a whole table's metadata.</summary>
internal static class JsonStat2
{
    private const int CellsPerFlush = 8192;

    /// <summary>A table's metadata: every dimension and no cells.</summary>
    public static async Task WriteMetadata(
        PipeWriter pipe, PublishedTable published, Selection whole, ISource source, Links links, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(pipe, ApiJson.Writer);
        WriteHead(json, published, published.Table.Label, whole, (source, links));
        json.WriteStartArray("value");
        json.WriteEndArray();
        json.WriteEndObject();
        await Flush(json, pipe, cancellation);
    }

    /// <summary>A selection with its cells, streamed.</summary>
    public static async Task WriteData(PipeWriter pipe, PublishedTable published, Selection selection, CancellationToken cancellation)
    {
        await using var json = new Utf8JsonWriter(pipe, ApiJson.Writer);
        WriteHead(json, published, Titles.Of(selection), selection, codelists: null);
        json.WriteStartArray("value");
        var walk = new CellWalk(selection);
        var (incomplete, more) = (false, true);
        while (more)
        {
            more = WriteCells(json, walk, ref incomplete);
            await Flush(json, pipe, cancellation);
        }

        json.WriteEndArray();
        if (incomplete)
        {
            WriteStatus(json, new CellWalk(selection));
        }

        json.WriteEndObject();
        await Flush(json, pipe, cancellation);
    }

    private static async Task Flush(Utf8JsonWriter json, PipeWriter pipe, CancellationToken cancellation)
    {
        await json.FlushAsync(cancellation);
        await pipe.FlushAsync(cancellation);
    }

    private static bool WriteCells(Utf8JsonWriter json, CellWalk walk, ref bool incomplete)
    {
        for (var n = 0; n < CellsPerFlush; n++)
        {
            if (!walk.Next(out var value, out var status))
            {
                return false;
            }

            if (status != CellStatus.Figure)
            {
                json.WriteNullValue();
                incomplete = true;
            }
            else if (value == (long)value)
            {
                json.WriteNumberValue((long)value);
            }
            else
            {
                json.WriteNumberValue(value);
            }
        }

        return true;
    }

    private static void WriteStatus(Utf8JsonWriter json, CellWalk walk)
    {
        json.WriteStartObject("status");
        for (var i = 0; walk.Next(out _, out var status); i++)
        {
            if (status != CellStatus.Figure)
            {
                json.WriteString(i.ToString(CultureInfo.InvariantCulture), Symbols.Of(status));
            }
        }

        json.WriteEndObject();
    }

    private static void WriteHead(
        Utf8JsonWriter json, PublishedTable published, string label, Selection selection, (ISource Source, Links Links)? codelists)
    {
        var table = published.Table;
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("label", label);
        json.WriteString("source", table.Source);
        json.WriteString("updated", ApiJson.Time(published.Updated));
        WriteTexts(json, "note", table.Notes);
        WriteRoles(json, selection);
        WriteTexts(json, "id", selection.Shown.Select(d => d.Dimension.Code));
        json.WriteStartArray("size");
        foreach (var dimension in selection.Shown)
        {
            json.WriteNumberValue(dimension.Categories.Count);
        }

        json.WriteEndArray();
        json.WriteStartObject("dimension");
        foreach (var dimension in selection.Shown)
        {
            WriteDimension(json, dimension, codelists);
        }

        json.WriteEndObject();
        WriteExtension(json, table, selection, isData: codelists is null);
    }

    private static void WriteRoles(Utf8JsonWriter json, Selection selection)
    {
        json.WriteStartObject("role");
        WriteTexts(json, "time", selection.Shown.Where(d => d.Dimension.Role == DimensionRole.Time).Select(d => d.Dimension.Code));
        WriteTexts(json, "metric", selection.Shown.Where(d => d.Dimension.Role == DimensionRole.Contents).Select(d => d.Dimension.Code));
        json.WriteEndObject();
    }

    private static void WriteDimension(Utf8JsonWriter json, SelectedDimension selected, (ISource Source, Links Links)? codelists)
    {
        var dimension = selected.Dimension;
        json.WriteStartObject(dimension.Code);
        json.WriteString("label", dimension.Label);
        WriteTexts(json, "note", dimension.Notes);
        json.WriteStartObject("category");
        json.WriteStartObject("index");
        for (var i = 0; i < selected.Categories.Count; i++)
        {
            json.WriteNumber(selected.Categories[i].Code, i);
        }

        json.WriteEndObject();
        json.WriteStartObject("label");
        foreach (var category in selected.Categories)
        {
            json.WriteString(category.Code, category.Label);
        }

        json.WriteEndObject();
        WriteCategoryNotes(json, selected);
        WriteUnits(json, selected);
        json.WriteEndObject();
        WriteDimensionExtension(json, selected, codelists);
        json.WriteEndObject();
    }

    private static void WriteCategoryNotes(Utf8JsonWriter json, SelectedDimension selected)
    {
        var notes = selected.Categories.Where(c => selected.Dimension.CategoryNotes.ContainsKey(c.Code)).ToList();
        if (notes.Count > 0)
        {
            json.WriteStartObject("note");
            notes.ForEach(c => WriteTexts(json, c.Code, selected.Dimension.CategoryNotes[c.Code]));
            json.WriteEndObject();
        }
    }

    private static void WriteUnits(Utf8JsonWriter json, SelectedDimension selected)
    {
        if (selected.Dimension.Units.Count > 0)
        {
            json.WriteStartObject("unit");
            foreach (var category in selected.Categories)
            {
                var unit = selected.Dimension.Units[category.Places[0]];
                json.WriteStartObject(category.Code);
                json.WriteString("base", unit.Name);
                json.WriteNumber("decimals", unit.Decimals);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    private static void WriteDimensionExtension(Utf8JsonWriter json, SelectedDimension selected, (ISource Source, Links Links)? codelists)
    {
        var dimension = selected.Dimension;
        json.WriteStartObject("extension");
        json.WriteBoolean("elimination", dimension.Elimination);
        if (dimension is { Elimination: true, EliminationCode: { } code })
        {
            json.WriteString("eliminationValueCode", code);
        }

        WriteMandatory(json, dimension.NotesMandatory ? dimension.Notes.Count : 0);
        WritePerUnit(json, selected, "refperiod", u => u.ReferencePeriod);
        json.WriteString("show", dimension.Show);
        if (codelists is { } known)
        {
            WriteCodelists(json, dimension, known.Source, known.Links);
        }

        WritePerUnit(json, selected, "measuringType", u => u.MeasuringType);
        WritePerUnit(json, selected, "priceType", u => u.PriceType);
        WritePerUnit(json, selected, "adjustment", u => u.Adjustment);
        WritePerUnit(json, selected, "basePeriod", u => u.BasePeriod);
        WritePerUnit(json, selected, "alternativeText", u => u.AlternativeText);
        json.WriteEndObject();
    }

    private static void WriteCodelists(Utf8JsonWriter json, Dimension dimension, ISource source, Links links)
    {
        json.WriteStartArray("codelists");
        foreach (var (id, label, isAggregation) in Codelists.Of(dimension, source))
        {
            JsonSerializer.Serialize(
                json,
                new { id, label, type = isAggregation ? "Aggregation" : "Valueset", links = new[] { links.Codelist(id, "metadata") } },
                ApiJson.Options);
        }

        json.WriteEndArray();
    }

    private static void WritePerUnit(Utf8JsonWriter json, SelectedDimension selected, string name, Func<Unit, string?> value)
    {
        var units = selected.Dimension.Units;
        var stated = units.Count == 0 ? [] : selected.Categories.Where(c => value(units[c.Places[0]]) is not null).ToList();
        if (stated.Count > 0)
        {
            json.WriteStartObject(name);
            stated.ForEach(c => json.WriteString(c.Code, value(units[c.Places[0]])));
            json.WriteEndObject();
        }
    }

    private static void WriteExtension(Utf8JsonWriter json, Table table, Selection selection, bool isData)
    {
        json.WriteStartObject("extension");
        WriteMandatory(json, table.NotesMandatory ? table.Notes.Count : 0);
        json.WriteStartObject("px");
        if (table.InfoFile is not null)
        {
            json.WriteString("infofile", table.InfoFile);
        }

        json.WriteString("tableid", table.Id);
        json.WriteNumber("decimals", table.Decimals);
        json.WriteBoolean("official-statistics", table.Official);
        json.WriteBoolean("aggregallowed", false);
        json.WriteBoolean("copyright", table.Copyright);
        json.WriteString("language", table.Language);
        json.WriteString("contents", Titles.Subject(table));
        json.WriteBoolean("descriptiondefault", false);
        WriteTexts(json, "heading", selection.Shown.Where(d => d.InHeading).Select(d => d.Dimension.Code));
        WriteTexts(json, "stub", selection.Shown.Where(d => !d.InHeading).Select(d => d.Dimension.Code));
        json.WriteString("matrix", table.Id);
        json.WriteString("subject-code", table.SubjectCode);
        json.WriteString("subject-area", table.SubjectArea);
        if (table.NextUpdate is { } next)
        {
            json.WriteString("nextUpdate", ApiJson.Time(next));
        }

        foreach (var (name, text) in new[] { ("survey", table.Survey), ("link", table.Link), ("updateFrequency", table.UpdateFrequency) })
        {
            if (text is not null)
            {
                json.WriteString(name, text);
            }
        }

        json.WriteEndObject();
        if (isData)
        {
            json.WriteNull("discontinued");
        }

        if (table.Contacts.Count > 0)
        {
            json.WritePropertyName("contact");
            JsonSerializer.Serialize(json, table.Contacts, ApiJson.Options);
        }

        json.WriteEndObject();
    }

    private static void WriteMandatory(Utf8JsonWriter json, int notes)
    {
        if (notes > 0)
        {
            json.WriteStartObject("noteMandatory");
            for (var i = 0; i < notes; i++)
            {
                json.WriteBoolean(i.ToString(CultureInfo.InvariantCulture), true);
            }

            json.WriteEndObject();
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        using var each = texts.GetEnumerator();
        if (each.MoveNext())
        {
            json.WriteStartArray(name);
            do
            {
                json.WriteStringValue(each.Current);
            }
            while (each.MoveNext());
            json.WriteEndArray();
        }
    }
}
