using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Utanforskap.Statistics.Certainty.Drawing;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>Outcomes of the superpopulation model.</summary>
internal sealed class ChanceDraws : IDraws
{
    private readonly (ChanceShare Share, int Slot)[] _shares;
    private readonly double[][] _factor;

    public ChanceDraws(IndexDefinition definition, IndexFigures figures, int? period, IReadOnlyList<string> targets)
    {
        var model = definition.Certainty!.Chance!;
        Central = IndexComputation.Compute(definition, figures, period, log: false);
        var plan = new Plan(Central, model.Inputs.Select(input => input.Input).ToHashSet(StringComparer.Ordinal), new HashSet<string>(), targets);
        _shares = [.. model.Inputs.Select(input => (new ChanceShare(input, Central), plan.Has(input.Input) ? plan[input.Input] : -1))];
        _factor = Copula.Factor(model.Correlation) ?? throw new IndexException("the correlations are not positive definite.");
        Plans = [plan];
    }

    /// <summary>The run over the figures as they are.</summary>
    public IndexRun Central { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Plan> Plans { get; }

    /// <inheritdoc/>
    public Workspace Draw(ulong seed, ulong draw, Workspace[] workspaces)
    {
        var workspace = workspaces[0];
        for (var i = 0; i < _shares.Length; i++)
        {
            new RandomStream(seed, draw, (ulong)i).FillNormal(workspace.Scratch(i));
        }

        Set(workspace);
        return workspace;
    }

    /// <summary>Sets a draw of an earlier year that goes with the draw of the same number of a later one: normal scores correlate.</summary>
    /// <param name="seed">The seed of both.</param>
    /// <param name="draw">The number of both.</param>
    /// <param name="years">The correlation.</param>
    /// <param name="later">The later year's workspace, whose scratch columns are used up.</param>
    /// <param name="places">Where each area stands in the later year; −1 where it does not.</param>
    /// <param name="workspaces">Those of the earlier year.</param>
    public Workspace DrawBefore(ulong seed, ulong draw, double years, Workspace later, int[] places, Workspace[] workspaces)
    {
        var workspace = workspaces[0];
        var rest = Math.Sqrt(1 - (years * years));
        for (var i = 0; i < _shares.Length; i++)
        {
            // The later year's scores were made correlated in place, so they are made anew.
            new RandomStream(seed, draw, (ulong)i).FillNormal(later.Scratch(i));
            new RandomStream(seed, draw, (ulong)(i + _shares.Length)).FillNormal(workspace.Scratch(i));
            var (theirs, own) = (later.Scratch(i), workspace.Scratch(i));
            for (var area = 0; area < places.Length; area++)
            {
                own[area] = places[area] < 0 ? own[area] : (years * theirs[places[area]]) + (rest * own[area]);
            }
        }

        Set(workspace);
        return workspace;
    }

    /// <summary>The binomial distribution of an input in an area; null where it is missing.</summary>
    public Binomial? DistributionOf(string input, int area) => Array.Find(_shares, one => one.Share.Id == input).Share?.DistributionOf(area);

    /// <summary>Makes the scores in the scratch columns correlated, and inputs of them.</summary>
    private void Set(Workspace workspace)
    {
        // From the last: each row reads only those before it.
        for (var row = _shares.Length - 1; row >= 0; row--)
        {
            ref var to = ref MemoryMarshal.GetArrayDataReference(workspace.Scratch(row));
            if (_factor[row].Count(weight => weight != 0) > 1)
            {
                for (nuint at = 0; at < (nuint)workspace.Scratch(row).Length; at += (nuint)Vector256<double>.Count)
                {
                    var sum = Vector256<double>.Zero;
                    for (var column = 0; column <= row; column++)
                    {
                        sum += Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(workspace.Scratch(column)), at) * _factor[row][column];
                    }

                    sum.StoreUnsafe(ref to, at);
                }
            }

            if (_shares[row].Slot >= 0)
            {
                _shares[row].Share.Draw(workspace.Scratch(row), workspace.Columns[_shares[row].Slot]);
            }
        }
    }
}

/// <summary>A share in every area as a binomial.</summary>
internal sealed class ChanceShare
{
    private readonly Binomial?[] _distributions;
    private readonly double[] _c0;
    private readonly double[] _c1;
    private readonly double[] _c2;
    private readonly double[] _c3;
    private readonly double[] _trials;
    private readonly double[] _unit;
    private readonly BinomialTables _tables = new();

    public ChanceShare(InputChance model, IndexRun run)
    {
        Id = model.Input;
        var areas = run.Figures.Areas.Count;
        var sizes = model.Size.Column is { } column
            ? run.Figures.Numbers(column) ?? throw new IndexException($"the chance of \"{model.Input}\" reads the column \"{column}\", which the figures do not have.")
            : null;
        var values = run[model.Input];
        _distributions = new Binomial?[areas];
        (_c0, _c1, _c2, _c3, _trials, _unit) = (
            Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas));
        for (var area = 0; area < areas; area++)
        {
            if (double.IsNaN(values[area]))
            {
                continue;
            }

            var size = sizes?[area] ?? model.Size.Number;
            var share = values[area] / model.Per;
            if (share is not (>= 0 and <= 1) || !(size > 0) || size > int.MaxValue)
            {
                throw new IndexException(string.Create(CultureInfo.InvariantCulture, $"chance of \"{model.Input}\", area {run.Figures.Areas[area]}: {(size > 0 && size <= int.MaxValue
                    ? $"{values[area]} is no share of {model.Per} (say what stands for all with \"per\")"
                    : $"a share of {size} persons has no binomial distribution")}."));
            }

            var binomial = new Binomial((int)Math.Max(1, Math.Round(size / model.DesignEffect)), share);
            (_distributions[area], _trials[area], _unit[area]) = (binomial, binomial.Trials, model.Per / binomial.Trials);
            (_c0[area], _c1[area], _c2[area], _c3[area]) = share is 0 or 1 ? (share * binomial.Trials, 0, 0, 0) : binomial.Expansion();
            if (share is not (0 or 1) && !binomial.IsExpanded)
            {
                _tables.Add(area, binomial);
            }
        }
    }

    public string Id { get; }

    public Binomial? DistributionOf(int area) => _distributions[area];

    /// <summary>The shares at normal scores.</summary>
    public void Draw(double[] scores, double[] values)
    {
        ref var score = ref MemoryMarshal.GetArrayDataReference(scores);
        ref var value = ref MemoryMarshal.GetArrayDataReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector256<double>.Count)
        {
            var z = Vector256.LoadUnsafe(ref score, i);
            var count = Vector256.Round((((((At(_c3, i) * z) + At(_c2, i)) * z) + At(_c1, i)) * z) + At(_c0, i));
            var most = At(_trials, i);
            count = Vector256.ConditionalSelect(Vector256.LessThan(count, Vector256<double>.Zero), Vector256<double>.Zero, count);
            (Vector256.ConditionalSelect(Vector256.GreaterThan(count, most), most, count) * At(_unit, i)).StoreUnsafe(ref value, i);
        }

        _tables.Correct(scores, _unit, values);
    }

    private static Vector256<double> At(double[] column, nuint i) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), i);
}

/// <summary>
/// Exact quantiles of the areas whose expansion is too coarse. Their tables stand one after the other, and a count is sought from what the expansion says of it: next to that is where it
/// nearly always lies, so that a draw reads one place of each table, however many areas there are.
/// </summary>
internal sealed class BinomialTables
{
    private readonly List<int> _areas = [];
    private readonly List<int> _firsts = [];
    private readonly List<int> _starts = [0];
    private readonly List<double> _scores = [];

    public void Add(int area, Binomial distribution)
    {
        var (first, scores) = distribution.Table();
        _areas.Add(area);
        _firsts.Add(first);
        _scores.AddRange(scores);
        _starts.Add(_scores.Count);
    }

    /// <summary>Puts the share of each table's area right.</summary>
    /// <param name="scores">Normal scores by area.</param>
    /// <param name="units">What a count of one is of a share, by area.</param>
    /// <param name="shares">Shares by area, as the expansion has them.</param>
    public void Correct(double[] scores, double[] units, double[] shares)
    {
        var all = CollectionsMarshal.AsSpan(_scores);
        for (var i = 0; i < _areas.Count; i++)
        {
            var (area, first) = (_areas[i], _firsts[i]);
            var table = all[_starts[i].._starts[i + 1]];
            var (score, unit) = (scores[area], units[area]);
            var below = Math.Clamp((int)Math.Round(shares[area] / unit) - first, 0, table.Length);
            while (below < table.Length && table[below] < score)
            {
                below++;
            }

            while (below > 0 && table[below - 1] >= score)
            {
                below--;
            }

            shares[area] = (first + below) * unit;
        }
    }
}
