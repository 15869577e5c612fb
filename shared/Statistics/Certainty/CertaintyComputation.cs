using Utanforskap.Statistics.Certainty.Layers;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Certainty.Precision;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Statistics.Certainty;

/// <summary>How sure an index's classes and ranks are, layer by layer.</summary>
/// <remarks>
/// Pure: chance comes from a seed, and the same seed gives the same bits on any number of threads. Memory is linear in areas. Found exactly, without draws: which classes and ranks rounding,
/// noise and suppression leave possible, where the definition is monotone (see <see cref="PrecisionBounds"/>), and probabilities by chance where each class hangs on fixed limits
/// of independent shares (see <see cref="ChanceExactly"/>). All else is drawn.
/// </remarks>
public static class CertaintyComputation
{
    private const int DrawsOfAPiece = 64;

    /// <summary>What of the draws an interval of ranks leaves out on each side.</summary>
    private const double Outside = 0.025;

    /// <summary>Certainty in one layer.</summary>
    /// <param name="definition">An index that states the layer.</param>
    /// <param name="figures">The figures as published.</param>
    /// <param name="layer">Which layer.</param>
    /// <param name="options">How draws are made.</param>
    /// <param name="period">The year of the run, where inputs have a highest age; else null.</param>
    /// <exception cref="IndexException">The definition does not state the layer, or the figures do not go with what it states; the message names input, column and area.</exception>
    public static LayerCertainty Compute(IndexDefinition definition, IndexFigures figures, CertaintyLayer layer, DrawOptions options, int? period = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 1);
        var model = Stated(definition, layer);
        string[] targets = model.Ranked is { } ranked ? [model.Target, ranked] : [model.Target];
        IDraws draws = layer switch
        {
            CertaintyLayer.Precision => new PrecisionDraws(definition, figures, period, targets),
            CertaintyLayer.Chance => new ChanceDraws(definition, figures, period, targets),
            _ => new ChoiceDraws(definition, figures, period, targets),
        };
        var run = IndexComputation.Compute(definition, figures, period, log: false);
        var target = definition.Series.Single(series => series.Id == model.Target);
        int[] categories = target.IsFlag ? [0, 1] : [.. Enumerable.Range(1, target.ClassCount)];
        var ranks = model.Ranked is null ? null : (int[])Ranking.Of(run[model.Ranked]).Clone();
        var tally = Draw(draws, model, figures.Areas.Count, categories, target.IsFlag, ranks, options);
        var exactly = draws is ChanceDraws chance ? ChanceExactly.Of(definition, chance, categories) : null;
        var bounds = draws is PrecisionDraws precision ? PrecisionBounds.Of(definition, precision) : null;
        return new LayerCertainty(
            layer, options.Draws, options.Seed, categories,
            exactly is null ? Found.Draws : Found.Exactly,
            bounds?.Classes is not { } classes ? Found.Draws : classes.IsTight ? Found.Exactly : Found.Bounds,
            [.. figures.Areas.Select((area, i) => new AreaCertainty(
                area,
                double.IsNaN(run[target.Id][i]) ? null : (int)run[target.Id][i],
                ranks is null || ranks[i] == 0 ? null : ranks[i],
                exactly?[i] ?? [.. categories.Select((_, category) => (double)tally.InCategory(i, category) / options.Draws)],
                exactly is null ? (double)tally.InNone(i) / options.Draws : Math.Max(0, 1 - exactly[i].Sum()),
                tally.Interval(i, Outside),
                bounds?.PossibleClasses(i),
                bounds?.PossibleRanks(i)))]);
    }

    /// <summary>
    /// How sure a change of class between two years is under the layer of chance, whose outcomes of the same area in both years hang together as the model states. By draws.
    /// </summary>
    /// <param name="definition">An index that states the layer <see cref="CertaintyLayer.Chance"/>.</param>
    /// <param name="before">The earlier year's figures.</param>
    /// <param name="after">The later year's figures.</param>
    /// <param name="options">How draws are made.</param>
    /// <param name="periodBefore">The earlier year, where inputs have a highest age; else null.</param>
    /// <param name="periodAfter">The later year.</param>
    /// <returns>One for each area that is in both, in the later figures' order.</returns>
    public static IReadOnlyList<ChangeCertainty> OfChange(
        IndexDefinition definition, IndexFigures before, IndexFigures after, DrawOptions options, int? periodBefore = null, int? periodAfter = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Draws, 1);
        var model = Stated(definition, CertaintyLayer.Chance);
        var (earlier, later) = (new ChanceDraws(definition, before, periodBefore, [model.Target]), new ChanceDraws(definition, after, periodAfter, [model.Target]));
        var standing = after.Areas.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        int[] places = [.. before.Areas.Select(area => standing.GetValueOrDefault(area, -1))];
        var workers = Workers.Do(
            (options.Draws + DrawsOfAPiece - 1) / DrawsOfAPiece, options.Threads, options.Progress,
            () => (Earlier: new Workspace(earlier.Plans[0], isWhole: true), Later: later.Plans.Select(plan => new Workspace(plan, isWhole: true)).ToArray(), Counts: new int[4 * places.Length]),
            (piece, worker) =>
            {
                for (var draw = piece * DrawsOfAPiece; draw < Math.Min(options.Draws, (piece + 1) * DrawsOfAPiece); draw++)
                {
                    var now = later.Begin(options.Seed, (ulong)draw, worker.Later);
                    now.Plan.Run(now, later.Fill);
                    var then = worker.Earlier;
                    then.Plan.Run(then, workspace => earlier.FillBefore(options.Seed, (ulong)draw, model.Chance!.Years, now, places, workspace));
                    var (was, became) = (then.Columns[then.Plan[model.Target]], now.Columns[now.Plan[model.Target]]);
                    for (var area = 0; area < places.Length; area++)
                    {
                        if (places[area] >= 0)
                        {
                            var change = became[places[area]] - was[area];
                            worker.Counts[(4 * area) + (double.IsNaN(change) ? 3 : Math.Sign(change) + 1)]++;
                        }
                    }
                }
            },
            options.Cancellation);
        double Share(int area, int kind) => workers.Sum(worker => (long)worker.Counts[(4 * area) + kind]) / (double)options.Draws;
        return [.. Enumerable.Range(0, places.Length).Where(area => places[area] >= 0).OrderBy(area => places[area])
            .Select(area => new ChangeCertainty(before.Areas[area], Share(area, 0), Share(area, 1), Share(area, 2), Share(area, 3)))];
    }

    /// <summary>The model, if it states the layer.</summary>
    internal static CertaintyModel Stated(IndexDefinition definition, CertaintyLayer layer) =>
        definition.Certainty is { } model && model.Layers.Contains(layer)
            ? model
            : throw new IndexException($"the definition states no \"{layer.Kebab()}\" in a section \"certainty\", so there is nothing to go by.");

    private static Tally Draw(IDraws draws, CertaintyModel model, int areas, int[] categories, bool isFlag, int[]? ranks, DrawOptions options)
    {
        var bins = ranks is null ? null : new RankBins(areas);

        // An area without a rank of its own counts from the middle.
        int[] own = ranks is null ? [] : Array.ConvertAll(ranks, rank => rank == 0 ? (areas + 1) / 2 : rank);
        var workers = Workers.Do(
            (options.Draws + DrawsOfAPiece - 1) / DrawsOfAPiece, options.Threads, options.Progress,
            () => (Spaces: draws.Plans.Select(plan => new Workspace(plan)).ToArray(), Tally: new Tally(own, areas, categories.Length, isFlag, bins)),
            (piece, worker) =>
            {
                for (var draw = piece * DrawsOfAPiece; draw < Math.Min(options.Draws, (piece + 1) * DrawsOfAPiece); draw++)
                {
                    var workspace = draws.Begin(options.Seed, (ulong)draw, worker.Spaces);
                    workspace.Plan.Run(workspace, draws.Fill, tile => worker.Tally.Add(tile.Tile(tile.Plan[model.Target]), tile.From));
                    worker.Tally.End(model.Ranked is { } ranked ? workspace.Values(workspace.Plan[ranked]) : default);
                }
            },
            options.Cancellation);
        foreach (var other in workers.Skip(1))
        {
            workers[0].Tally.Add(other.Tally);
        }

        return workers[0].Tally;
    }
}
