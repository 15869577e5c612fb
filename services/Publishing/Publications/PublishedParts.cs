using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Publishing.Publications;

/// <summary>
/// What methods tell of areas beside class, index, population and needs, as it was published: columns of the store, versioned by the sequences of publications as results are. They change
/// for all areas whenever a limit moves, so a compact column each is kept instead of a row for every area.
/// </summary>
internal sealed class PublishedParts(IColumnStore store)
{
    /// <summary>Stores a draft's parts as its publication's; of a withdrawal those that stood with the base are brought back.</summary>
    public async Task StoreAsync(Draft draft, long sequence, CancellationToken cancellationToken)
    {
        var columns = new Dictionary<ColumnKey, Column>();
        foreach (var column in draft.Columns)
        {
            if (draft.Withdrawal is not null)
            {
                await BringBackAsync(draft, column, columns, cancellationToken);
                continue;
            }

            string[] areas = [.. column.Facts.Areas];
            foreach (var part in column.Facts.Parts)
            {
                columns.Add(Key(draft.Outcome.Method, part.Id, column.Division, column.Period), new Column(
                    areas,
                    [.. part.Values.Select(v => v ?? double.NaN)],
                    [.. part.Values.Select(v => v is null ? FigureStatus.NotComputable : FigureStatus.Figure)]));
            }
        }

        await store.WriteAsync(sequence, columns, cancellationToken);
    }

    /// <summary>The parts of a column as known at a sequence, by area, for the ids that are asked for; those that it has not are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Column>> ReadAsync(
        string method, string division, string period, IReadOnlyCollection<string> parts, long sequence, CancellationToken cancellationToken)
    {
        var read = await store.ReadManyAsync([.. parts.Select(part => Key(method, part, division, period))], sequence, cancellationToken);
        return parts.Where(part => read.ContainsKey(Key(method, part, division, period)))
            .ToDictionary(part => part, part => read[Key(method, part, division, period)], StringComparer.Ordinal);
    }

    /// <summary>The parts of several columns as known at a sequence, by column and part.</summary>
    public async Task<IReadOnlyDictionary<ColumnKey, Column>> ReadManyAsync(
        IEnumerable<(string Method, string Part, string Division, string Period)> parts, long sequence, CancellationToken cancellationToken) =>
        await store.ReadManyAsync([.. parts.Select(p => Key(p.Method, p.Part, p.Division, p.Period))], sequence, cancellationToken);

    private async Task BringBackAsync(Draft draft, DraftColumn column, Dictionary<ColumnKey, Column> columns, CancellationToken cancellationToken)
    {
        string[] parts = [.. draft.Info.Parts.Select(p => p.Id)];
        var before = column.Ended
            ? new Dictionary<string, Column>()
            : await ReadAsync(draft.Outcome.Method, column.Division, column.Period, parts, draft.Withdrawal!.Of.Sequence - 1, cancellationToken);
        foreach (var part in parts)
        {
            columns.Add(Key(draft.Outcome.Method, part, column.Division, column.Period), before.GetValueOrDefault(part, Column.Empty));
        }
    }

    /// <summary>The column that a part stands in.</summary>
    public static ColumnKey Key(string method, string part, string division, string period) => new($"{method}/{part}", division, period);
}

internal static class PartValues
{
    /// <summary>An area's value of a part; null where it has none.</summary>
    public static double? ValueOf(this IReadOnlyDictionary<string, Column> parts, string part, string area) => parts.TryGetValue(part, out var column) ? column.ValueOf(area) : null;

    /// <summary>An area's value in a column; null where it has none.</summary>
    public static double? ValueOf(this Column column, string area) => column.IndexOf(area) is >= 0 and var place && !double.IsNaN(column.Values[place]) ? column.Values[place] : null;
}
