using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Classification.Methods;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Results;

/// <summary>Puts a method's result columns together as they were known at a release.</summary>
internal sealed class ResultReader(ClassificationDb database, IColumnStore store, KeptMethods methods)
{
    /// <summary>The results, or null if there were none.</summary>
    public async Task<ClassificationColumn?> ReadAsync(ResultSeries series, long asOf, CancellationToken cancellationToken)
    {
        if (await VersionAsync(series, asOf, cancellationToken) is not { } version)
        {
            return null;
        }

        var parts = (await methods.FindAsync(series.Method, version.Version, cancellationToken)).Rule.Parts;
        var columns = await store.ReadManyAsync(
            [series.Class, series.Index, series.Population, .. parts.Select(p => series.Part(p.Id))], asOf, cancellationToken);
        return Assemble(series, version, asOf, parts, columns);
    }

    /// <summary>What a (division, period) was computed by as of a release; null where it was not.</summary>
    public Task<ResultVersion?> VersionAsync(ResultSeries series, long asOf, CancellationToken cancellationToken) => database.ResultVersions.AsNoTracking()
        .Where(v => v.Method == series.Method && v.Division == series.Division && v.Period == series.Period && v.Release <= asOf)
        .OrderByDescending(v => v.Release).FirstOrDefaultAsync(cancellationToken);

    /// <summary>The inputs that a row tells of.</summary>
    public static IReadOnlyList<UsedInput> InputsOf(ResultVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return JsonSerializer.Deserialize<List<UsedInput>>(version.Inputs, WireJson.Options) ?? [];
    }

    /// <summary>A whole result from its columns; areas that are gone are left out.</summary>
    public static ClassificationColumn Assemble(
        ResultSeries series, ResultVersion version, long asOf, IReadOnlyList<MethodPart> parts, IReadOnlyDictionary<ColumnKey, Column> columns)
    {
        ArgumentNullException.ThrowIfNull(version);
        var classes = columns.GetValueOrDefault(series.Class, Column.Empty);
        string[] areas = [.. classes.Areas.Where((_, i) => classes.Status[i] != FigureStatus.Withdrawn)];
        return new ClassificationColumn(
            series.Method,
            version.Version,
            asOf,
            series.Division,
            series.Period,
            areas,
            [.. Values(classes, areas).Select(v => (int?)v)],
            Values(columns.GetValueOrDefault(series.Index), areas),
            Values(columns.GetValueOrDefault(series.Population), areas),
            [.. parts.Select(p => new PartColumn(p.Id, Values(columns.GetValueOrDefault(series.Part(p.Id)), areas)))],
            InputsOf(version),
            JsonSerializer.Deserialize<List<double>>(version.Limits, WireJson.Options) ?? []);
    }

    private static double?[] Values(Column? column, string[] areas)
    {
        var values = new double?[areas.Length];
        for (var i = 0; column is not null && i < values.Length; i++)
        {
            // The columns of a result mostly have the same areas at the same places.
            var place = i < column.Areas.Length && column.Areas[i] == areas[i] ? i : column.IndexOf(areas[i]);
            values[i] = place >= 0 && !double.IsNaN(column.Values[place]) ? column.Values[place] : null;
        }

        return values;
    }
}
