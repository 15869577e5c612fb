using Utanforskap.Definitions;

namespace Utanforskap.Ingestion.Catalogue;

/// <summary>The field <c>gates</c> of a register file, and the defaults of what it leaves out.</summary>
internal static class GateFields
{
    /// <summary>Limits that hold where a register says nothing, wide enough for ordinary years of small areas.</summary>
    public static ChangeLimits DefaultsOf(MeasureKind kind) => kind switch
    {
        MeasureKind.Count => new ChangeLimits(Shift: 0.3, Spread: 0.5, Cell: 2, Factor: 4),
        MeasureKind.Share => new ChangeLimits(Shift: 5, Spread: 12, Cell: 50, Factor: 4),
        MeasureKind.Amount => new ChangeLimits(Shift: 0.3, Spread: 0.3, Cell: 1, Factor: 4),
        MeasureKind.Index => new ChangeLimits(Shift: 3, Spread: 6, Cell: 30, Factor: 4),
        MeasureKind.Class => new ChangeLimits(Shift: 0, Spread: 0.4, Cell: 2, Factor: 3),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static GateLimits Read(YamlFields register, IReadOnlyList<Measure> measures, DefinitionErrors errors)
    {
        var gates = register.OptionalFields("gates", "missingAreas", "missingFigures", "changes", "sums");
        var changes = measures.ToDictionary(m => m.Id, m => DefaultsOf(m.Kind), StringComparer.Ordinal);
        foreach (var (id, key, value) in gates.OptionalFields("changes").Entries())
        {
            if (!changes.TryGetValue(id, out var defaults))
            {
                errors.Add(key, $"the register has no measure \"{id}\"");
                continue;
            }

            var fields = YamlFields.Of(value, $"the changes of {id}", errors, "shift", "spread", "cell", "factor");
            changes[id] = new ChangeLimits(
                NotNegative(fields, "shift", defaults.Shift, errors),
                NotNegative(fields, "spread", defaults.Spread, errors),
                NotNegative(fields, "cell", defaults.Cell, errors),
                NotNegative(fields, "factor", defaults.Factor, errors));
        }

        return new GateLimits(
            (int)NotNegative(gates, "missingAreas", 0, errors),
            NotNegative(gates, "missingFigures", 0.05, errors),
            changes,
            ReadSums(gates, measures, errors));
    }

    private static List<SumRule> ReadSums(YamlFields gates, IReadOnlyList<Measure> measures, DefinitionErrors errors)
    {
        var rules = new List<SumRule>();
        foreach (var item in gates.List("sums"))
        {
            var fields = YamlFields.Of(item, "a sum", errors, "whole", "parts", "complete", "noise");
            var rule = new SumRule(fields.Text("whole"), fields.Texts("parts"), fields.Flag("complete"), NotNegative(fields, "noise", 0, errors));
            foreach (var unknown in rule.Parts.Append(rule.Whole).Where(id => id.Length > 0 && measures.All(m => m.Id != id)))
            {
                errors.Add(item, $"the register has no measure \"{unknown}\"");
            }

            if (rule.Parts.Count == 0)
            {
                errors.Add(item, "a sum needs \"parts\"");
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static double NotNegative(YamlFields fields, string field, double otherwise, DefinitionErrors errors)
    {
        var number = fields.Number(field);
        if (number < 0)
        {
            errors.Add(fields.PlaceOf(field), $"\"{field}\" must not be negative");
        }

        return number ?? otherwise;
    }
}
