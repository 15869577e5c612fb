using Microsoft.Extensions.Options;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Geography.Changes;
using Utanforskap.Indicators.Computing;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Indicators.Converting;

/// <summary>
/// An indicator's figures of one division given on another: its counts are converted, and shares rebuilt from the converted numerators and denominators. Nothing
/// is stored: a conversion is an answer, not a figure of the register.
/// </summary>
internal sealed class IndicatorConversion(IngestionClient ingestion, AreaKeys keys, IOptions<IndicatorsOptions> options)
{
    /// <summary>Why an indicator cannot be converted at all; null if it can.</summary>
    public static string? WhyNot(IndicatorDefinition definition) => definition.RollUp == RollUp.RatioOfSums
        ? null
        : $"{definition.Id} is a mean, an index or a class: it has no counts that could be shared out over other areas, so it is never converted.";

    /// <summary>Converts the figures of a period.</summary>
    /// <param name="definition">An indicator that can be converted.</param>
    /// <param name="period">The reference period.</param>
    /// <param name="from">The division that the figures are on; of the definition's level.</param>
    /// <param name="to">The division that they are wanted on; of the same level.</param>
    /// <param name="asOf">As known at this release: figures, borders and what the weights rest on.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The figures, or why there are none.</returns>
    /// <exception cref="InvalidDataException">A total would not be conserved.</exception>
    public async Task<(ConvertedColumn? Converted, string? Problem)> ConvertAsync(
        IndicatorDefinition definition, string period, Division from, Division to, long asOf, CancellationToken cancellationToken)
    {
        var computation = new IndicatorComputation(definition, keys);
        var measures = await MeasuresAsync(computation, definition, period, from, asOf, cancellationToken);
        if (!definition.Formulas.Any(f => f.Measures.All(measures.ContainsKey)))
        {
            return (null, $"{definition.Id} has no figures for {period} on {from} then.");
        }

        if (await ingestion.ChangeAsync(from, to, asOf, cancellationToken) is not { } change)
        {
            return (null, $"The borders of {from} and {to} are not both known then.");
        }

        var weights = await WeightsAsync(change, period, asOf, cancellationToken);
        var converted = measures.ToDictionary(m => new ColumnKey(m.Key, to.Id, period), m => Converted(weights, m.Value));
        var key = new ColumnKey(definition.Id, to.Id, period);
        var column = new IndicatorComputation(definition, new AreaKeys([])).Compute(to, period, null, converted.GetValueOrDefault)[key];
        return (new ConvertedColumn(from.Id, weights.Parts?.Id, weights.BySurface, EstimatedOf(weights), column.ToWire(key)), null);
    }

    private async Task<Dictionary<string, Column>> MeasuresAsync(
        IndicatorComputation computation, IndicatorDefinition definition, string period, Division from, long asOf, CancellationToken cancellationToken)
    {
        var input = new InputColumns(await ingestion.ColumnsAsync([.. computation.InputsOf(from, period)], asOf, cancellationToken));
        return definition.Inputs.Select(m => (Measure: m, Column: computation.InputOf(m, from, period, input.Find)))
            .Where(m => m.Column is not null).ToDictionary(m => m.Measure, m => m.Column!);
    }

    /// <summary>By residents of the finest division where it and its borders are there, else by surface.</summary>
    private async Task<ConversionWeights> WeightsAsync(DivisionChange change, string period, long asOf, CancellationToken cancellationToken)
    {
        if (change.From.Finest is not { } parts)
        {
            return ConversionWeights.OfSurface(change);
        }

        var key = new ColumnKey(options.Value.WeightMeasure, parts.Id, period);
        var counted = await ingestion.ColumnsAsync([key], asOf, cancellationToken);
        if (!counted.TryGetValue(key, out var wire)
            || await ingestion.ChangeAsync(parts, change.From, asOf, cancellationToken) is not { } toFrom
            || await ingestion.ChangeAsync(parts, change.To, asOf, cancellationToken) is not { } toTo)
        {
            return ConversionWeights.OfSurface(change);
        }

        var column = Column.FromWire(wire).Column;
        return ConversionWeights.OfParts(
            change, toFrom, toTo, column.Areas.Zip(column.Values).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
    }

    private static Column Converted(ConversionWeights weights, Column counts)
    {
        var converted = CountConversion.Convert(weights, counts.Areas.Zip(counts.Values).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal));
        return new Column(
            [.. converted.Select(c => c.Key)],
            [.. converted.Select(c => c.Value)],
            [.. converted.Select(c => double.IsNaN(c.Value) ? FigureStatus.NotComputable : FigureStatus.Figure)]);
    }

    /// <summary>Areas that got only a part of what was counted in some area: whole ones are sums, parts are estimates.</summary>
    private static string[] EstimatedOf(ConversionWeights weights) =>
        [.. weights.Rows.Where(r => r.Weight < 1).Select(r => r.To).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
