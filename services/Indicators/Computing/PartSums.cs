using Utanforskap.Contracts.Reading;
using Utanforskap.Indicators.Keys;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics;

namespace Utanforskap.Indicators.Computing;

/// <summary>
/// A measure of a coarser division's areas from their parts. An area with a part that is not there or has no figure has no sum; its status is the
/// parts' own where they all share one, else <see cref="FigureStatus.NotComputable"/>.
/// </summary>
internal static class PartSums
{
    /// <summary>The sums for all areas of the key; a part that the key does not know is an <see cref="InvalidDataException"/>.</summary>
    public static Column Of(Column parts, AreaKey key)
    {
        foreach (var part in parts.Areas)
        {
            key.WholeOf(part);
        }

        var sums = new Column(key.Wholes, new double[key.Wholes.Length], new FigureStatus[key.Wholes.Length]);
        for (var i = 0; i < key.Wholes.Length; i++)
        {
            (sums.Values[i], sums.Status[i]) = SumOf(key.Parts[key.Wholes[i]], parts);
        }

        return sums;
    }

    private static (double Value, FigureStatus Status) SumOf(IReadOnlyList<string> codes, Column parts)
    {
        var sum = default(CompensatedSum);
        var statuses = new HashSet<FigureStatus>();
        foreach (var code in codes)
        {
            var place = parts.IndexOf(code);
            var status = place < 0 ? FigureStatus.NotComputable : parts.Status[place];
            statuses.Add(status == FigureStatus.Nil ? FigureStatus.Figure : status);
            sum.Add(place < 0 ? double.NaN : parts.Values[place]);
        }

        var shared = statuses.Count == 1 ? statuses.Single() : FigureStatus.NotComputable;
        return shared == FigureStatus.Figure ? (sum.Value, shared) : (double.NaN, shared);
    }
}
