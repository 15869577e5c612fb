using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Regions;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Releases;

/// <summary>Reads the measures' columns before and after for the gates.</summary>
internal sealed class MeasureReader(IColumnStore columns)
{
    public async Task<IReadOnlyList<MeasureColumns>> ReadAsync(RegisterTable table, RegisterState state, CancellationToken cancellationToken)
    {
        var read = new List<MeasureColumns>();
        foreach (var measure in table.Register.Measures)
        {
            var before = new Dictionary<ColumnPlace, Column>();
            if (state.HeadRelease is { } head)
            {
                var keys = await columns.KeysAsync(table.Register.SeriesOf(measure), head, cancellationToken);
                foreach (var (key, column) in await columns.ReadManyAsync([.. keys], head, cancellationToken))
                {
                    before.Add(new ColumnPlace(key.Division, key.Period), column);
                }
            }

            var after = table.Series.FirstOrDefault(s => s.Measure == measure) is { } series
                ? table.ColumnsOf(series).ToDictionary(c => new ColumnPlace(c.Key.Division, c.Key.Period), c => c.Value)
                : [];
            read.Add(new MeasureColumns(measure, before, after));
        }

        return read;
    }
}
