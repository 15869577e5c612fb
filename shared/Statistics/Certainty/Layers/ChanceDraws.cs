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
    private readonly bool[] _mixes;

    public ChanceDraws(IndexDefinition definition, IndexFigures figures, int? period, IReadOnlyList<string> targets)
    {
        var model = definition.Certainty!.Chance!;
        Central = IndexComputation.Compute(definition, figures, period, log: false);
        var plan = new Plan(Central, model.Inputs.Select(input => input.Input).ToHashSet(StringComparer.Ordinal), new HashSet<string>(), targets);
        _shares = [.. model.Inputs.Select(input => (new ChanceShare(input, Central), plan.Has(input.Input) ? plan[input.Input] : -1))];
        _factor = Copula.Factor(model.Correlation) ?? throw new IndexException("the correlations are not positive definite.");
        _mixes = Array.ConvertAll(_factor, row => row.Count(weight => weight != 0) > 1);
        Plans = [plan];
    }

    /// <summary>The run over the figures as they are.</summary>
    public IndexRun Central { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Plan> Plans { get; }

    /// <inheritdoc/>
    public Workspace Begin(ulong seed, ulong draw, Workspace[] workspaces)
    {
        workspaces[0].Begin(seed, draw, _shares.Length);
        return workspaces[0];
    }

    /// <inheritdoc/>
    public void Fill(Workspace workspace)
    {
        for (var i = 0; i < _shares.Length; i++)
        {
            workspace.Streams[i].FillNormal(workspace.Scratch(i));
        }

        Set(workspace);
    }

    /// <summary>Sets a draw of an earlier year that goes with the draw of the same number of a later one: normal scores correlate.</summary>
    /// <param name="seed">The seed of both.</param>
    /// <param name="draw">The number of both.</param>
    /// <param name="years">The correlation.</param>
    /// <param name="later">The later year's workspace after its run, whose scratch columns are used up. Both are whole: an area may stand in another place in the other year.</param>
    /// <param name="places">Where each area stands in the later year; −1 where it does not.</param>
    /// <param name="workspace">That of the earlier year.</param>
    public void FillBefore(ulong seed, ulong draw, double years, Workspace later, int[] places, Workspace workspace)
    {
        var rest = Math.Sqrt(1 - (years * years));
        for (var i = 0; i < _shares.Length; i++)
        {
            // The later year's scores were made correlated in place, so they are made anew.
            var theirs = later.Scratch(i);
            var own = workspace.Scratch(i);
            new RandomStream(seed, draw, (ulong)i).FillNormal(theirs);
            new RandomStream(seed, draw, (ulong)(i + _shares.Length)).FillNormal(own);
            for (var area = 0; area < places.Length; area++)
            {
                own[area] = places[area] < 0 ? own[area] : (years * theirs[places[area]]) + (rest * own[area]);
            }
        }

        Set(workspace);
    }

    /// <summary>The binomial distribution of an input in an area; null where it is missing.</summary>
    public Binomial? DistributionOf(string input, int area) => Array.Find(_shares, one => one.Share.Id == input).Share?.DistributionOf(area);

    /// <summary>Makes the scores in the scratch columns correlated, and inputs of them.</summary>
    private void Set(Workspace workspace)
    {
        // From the last: each row reads only those before it.
        for (var row = _shares.Length - 1; row >= 0; row--)
        {
            if (_mixes[row])
            {
                var mixed = workspace.Scratch(row);
                ref var to = ref MemoryMarshal.GetReference(mixed);
                for (nuint at = 0; at < (nuint)mixed.Length; at += (nuint)Vector256<double>.Count)
                {
                    var sum = Vector256<double>.Zero;
                    for (var column = 0; column <= row; column++)
                    {
                        sum += Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(workspace.Scratch(column)), at) * _factor[row][column];
                    }

                    sum.StoreUnsafe(ref to, at);
                }
            }

            if (_shares[row].Slot >= 0)
            {
                _shares[row].Share.Draw(workspace.Scratch(row), workspace.From, workspace.Tile(_shares[row].Slot));
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
    private readonly double _per;
    private readonly double[] _sure;
    private readonly BinomialTables _tables;

    public ChanceShare(InputChance model, IndexRun run)
    {
        Id = model.Input;
        var areas = run.Figures.Areas.Count;
        var sizes = model.Size.Column is { } column
            ? run.Figures.Numbers(column) ?? throw new IndexException($"the chance of \"{model.Input}\" reads the column \"{column}\", which the figures do not have.")
            : null;
        var values = run[model.Input];
        _distributions = new Binomial?[areas];
        _per = model.Per;
        (_c0, _c1, _c2, _c3, _trials, _sure) = (
            Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas), Workspace.Padded(areas));
        _tables = new BinomialTables(areas);
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
            var isSure = share is 0 or 1;
            (_distributions[area], _trials[area]) = (binomial, binomial.Trials);
            (_c0[area], _c1[area], _c2[area], _c3[area]) = isSure ? (share * binomial.Trials, 0, 0, 0) : binomial.Expansion();
            _sure[area] = isSure || binomial.IsExpanded ? double.PositiveInfinity : _tables.Add(area, binomial);
        }
    }

    public string Id { get; }

    public Binomial? DistributionOf(int area) => _distributions[area];

    /// <summary>The shares of areas from one on, at normal scores.</summary>
    public void Draw(ReadOnlySpan<double> scores, int from, Span<double> values)
    {
        ref var score = ref MemoryMarshal.GetReference(scores);
        ref var value = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector256<double>.Count)
        {
            var z = Vector256.LoadUnsafe(ref score, i);
            var area = (nuint)from + i;
            var expanded = (((((At(_c3, area) * z) + At(_c2, area)) * z) + At(_c1, area)) * z) + At(_c0, area);
            var count = Vector256.Round(expanded);
            var sure = At(_sure, area);
            var unsure = Vector256.GreaterThan(Vector256.Abs(expanded - count), sure)
                | (Vector256.GreaterThan(Vector256.Abs(z), Vector256.Create(BinomialTables.Reach)) & Vector256.LessThan(sure, Vector256.Create(double.PositiveInfinity)));
            var most = At(_trials, area);
            count = Vector256.ConditionalSelect(Vector256.LessThan(count, Vector256<double>.Zero), Vector256<double>.Zero, count);
            count = Vector256.ConditionalSelect(Vector256.GreaterThan(count, most), most, count);
            if (unsure != Vector256<double>.Zero)
            {
                count = _tables.Correct((int)area, z, count, unsure);
            }

            (count * (Vector256.Create(_per) / most)).StoreUnsafe(ref value, i);
        }
    }

    private static Vector256<double> At(double[] column, nuint area) => Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(column), area);
}
