using System.Globalization;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Gates;

/// <summary>Whether parts agree with their whole, within the noise that the register's protection adds.</summary>
internal static class SumGate
{
    public static void Check(GateInput input, Reasons reasons)
    {
        foreach (var rule in input.Register.Gates.Sums)
        {
            var whole = input.Measures.Single(m => m.Measure.Id == rule.Whole);
            var parts = rule.Parts.Select(id => input.Measures.Single(m => m.Measure.Id == id)).ToList();
            foreach (var (place, total) in whole.After)
            {
                var columns = parts.Select(p => p.After.GetValueOrDefault(place)).ToList();
                if (columns.All(c => c is not null))
                {
                    Check(rule, place, total, [.. columns.Select(c => c!)], reasons);
                }
            }
        }
    }

    private static void Check(SumRule rule, ColumnPlace place, Column total, Column[] parts, Reasons reasons)
    {
        for (var i = 0; i < total.Areas.Length; i++)
        {
            var sum = parts.Sum(p => p.IndexOf(total.Areas[i]) is >= 0 and var at ? p.Values[at] : double.NaN);
            var off = sum - total.Values[i];
            if (off > rule.Noise || (rule.Complete && off < -rule.Noise))
            {
                var relation = rule.Complete ? "differ from" : "exceed";
                reasons.Add(GateNames.Implausible, $"{rule.Whole} {place} {total.Areas[i]}", string.Create(CultureInfo.InvariantCulture,
                    $"{string.Join(" + ", rule.Parts)} = {sum} {relation} {rule.Whole} = {total.Values[i]} by {Math.Abs(off)}; at most {rule.Noise} is noise."));
            }
        }
    }
}
