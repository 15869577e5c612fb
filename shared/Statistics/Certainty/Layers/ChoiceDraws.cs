using Utanforskap.Statistics.Certainty.Drawing;
using Utanforskap.Statistics.Certainty.Planning;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;

namespace Utanforskap.Statistics.Certainty.Layers;

/// <summary>Choices of method as factors, each a number from 0 to 1.</summary>
internal sealed class ChoiceDraws : IDraws
{
    private const int MostVariants = 256;
    private readonly ChoiceModel _model;
    private readonly Factor[] _factors;

    public ChoiceDraws(IndexDefinition definition, IndexFigures figures, int? period, IReadOnlyList<string> targets)
    {
        _model = definition.Certainty!.Choice!;
        _factors = [.. Factors(definition)];
        var inputs = definition.Inputs.ToDictionary(input => input.Id, input => InputReading.Read(input, figures, period), StringComparer.Ordinal);
        var varied = _model.Weights.Select(weight => weight.Series).Concat(_model.Limits.Select(limit => limit.Series)).ToHashSet(StringComparer.Ordinal);
        var variants = _model.Alternatives.Aggregate(1L, (product, alternatives) => product * (alternatives.Options.Count + 1));
        if (variants > MostVariants)
        {
            throw new IndexException($"the alternatives can be combined in {variants} ways; {MostVariants} at most can be held.");
        }

        var runs = Enumerable.Range(0, (int)variants).Select(variant => IndexComputation.ComputeFrom(Variant(definition, variant), figures, inputs)).ToArray();
        Central = runs[0];
        Plans = [.. runs.Select(run => new Plan(run, new HashSet<string>(), varied, targets))];
    }

    /// <summary>The run by the definition's own choices.</summary>
    public IndexRun Central { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>The factors' names: <c>weight series/part</c>, <c>limit series/1</c>, or the name of alternatives.</summary>
    public IReadOnlyList<string> Names => Array.ConvertAll(_factors, factor => factor.Name);

    /// <inheritdoc/>
    public Workspace Begin(ulong seed, ulong draw, Workspace[] workspaces)
    {
        var stream = new RandomStream(seed, draw, 0);
        var point = workspaces[0].Point(_factors.Length);
        for (var i = 0; i < point.Length; i += 4)
        {
            var shares = stream.Next();
            for (var lane = 0; lane < Math.Min(4, point.Length - i); lane++)
            {
                point[i + lane] = shares[lane];
            }
        }

        return At(point, workspaces);
    }

    /// <inheritdoc/>
    public void Fill(Workspace workspace)
    {
    }

    /// <summary>Sets the choices at a point.</summary>
    public Workspace At(ReadOnlySpan<double> point, Workspace[] workspaces)
    {
        var (variant, ways) = (0, 1);
        for (var i = 0; i < _factors.Length; i++)
        {
            if (_factors[i].Options is var options and > 0)
            {
                variant += ways * Math.Min(options - 1, (int)(point[i] * options));
                ways *= options;
            }
        }

        var workspace = workspaces[variant];
        for (var i = 0; i < _factors.Length; i++)
        {
            var factor = _factors[i];
            var operations = factor.IsWeight ? workspace.Plan.Weights : workspace.Plan.Limits;
            if (factor.Options == 0 && operations.TryGetValue(factor.Series, out var number) && workspace.Plan.Operations[number].Settings is var own && factor.Index < own.Length)
            {
                var off = factor.Range * ((2 * point[i]) - 1);
                workspace.Settings[number][factor.Index] = factor.IsWeight ? own[factor.Index] * (1 + off) : own[factor.Index] + off;
            }
        }

        return workspace;
    }

    private IEnumerable<Factor> Factors(IndexDefinition definition)
    {
        Series Of(string id) => definition.Series.Single(one => one.Id == id);
        foreach (var weight in _model.Weights)
        {
            foreach (var (i, part) in ((Combination)Of(weight.Series).Origin).Parts.Index())
            {
                yield return new Factor($"weight {weight.Series}/{part.Id}", weight.Series, i, weight.Relative, IsWeight: true);
            }
        }

        foreach (var limit in _model.Limits)
        {
            for (var i = 0; i < Settings.Of(Of(limit.Series).Steps[^1]).Length; i++)
            {
                yield return new Factor($"limit {limit.Series}/{i + 1}", limit.Series, i, limit.Range, IsWeight: false);
            }
        }

        foreach (var alternatives in _model.Alternatives)
        {
            yield return new Factor(alternatives.Name, "", 0, 0, IsWeight: false, alternatives.Options.Count + 1);
        }
    }

    /// <summary>The definition with the steps of a combination of alternatives, numbered as <see cref="At"/> does.</summary>
    private IndexDefinition Variant(IndexDefinition definition, int variant)
    {
        var steps = new Dictionary<string, IReadOnlyList<Step>>(StringComparer.Ordinal);
        foreach (var alternatives in _model.Alternatives)
        {
            (variant, var option) = Math.DivRem(variant, alternatives.Options.Count + 1);
            foreach (var (series, other) in option == 0 ? new Dictionary<string, IReadOnlyList<Step>>() : alternatives.Options[option - 1].Steps)
            {
                steps[series] = other;
            }
        }

        return definition with { Series = [.. definition.Series.Select(series => steps.TryGetValue(series.Id, out var other) ? series with { Steps = other } : series)] };
    }

    /// <summary>One choice: a weight, a limit, or (with options) between alternatives.</summary>
    private sealed record Factor(string Name, string Series, int Index, double Range, bool IsWeight, int Options = 0);
}
