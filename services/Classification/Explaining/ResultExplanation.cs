using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Recomputing;
using Utanforskap.Classification.Results;
using Utanforskap.Contracts.Reading;
using Utanforskap.Statistics.Explanations;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.Explaining;

/// <summary>Explains why one result of a method differs from another: both are computed anew from the figures of their time, and compared by the statistics engine.</summary>
internal sealed class ResultExplanation(ResultReader results, IndicatorsClient indicators, KeptMethods methods)
{
    /// <summary>Parts are sums of floating point: less than this is none.</summary>
    private const double Negligible = 1e-9;

    /// <summary>The explanation, or null where one of the results does not exist.</summary>
    public async Task<Explanation?> RunAsync(ExplanationRequest request, CancellationToken cancellationToken)
    {
        if (await ChosenAsync(request.Method, request.Before, cancellationToken) is not { } was || await ChosenAsync(request.Method, request.After, cancellationToken) is not { } now)
        {
            return null;
        }

        var before = await SideAsync(was, now.Method, cancellationToken);
        var after = await SideAsync(now, was.Method, cancellationToken);
        var inputs = InputsOf(before, after);
        return (before.Method.Rule, after.Method.Rule) switch
        {
            (IndexRule earlier, IndexRule later) => Explain(before, earlier, after, later, inputs),
            (GroupsRule, GroupsRule) when before.Method.Version == after.Method.Version => OwnOnly(before, after, inputs),
            (GroupsRule, GroupsRule) => new Explanation([], inputs, [], "The groups were sought anew."),
            _ => new Explanation([], inputs, [], "The method takes its results ready from a register, so that causes are not known."),
        };
    }

    private async Task<Chosen?> ChosenAsync(string method, ResultPlace place, CancellationToken cancellationToken)
    {
        var series = new ResultSeries(method, place.Division, place.Period);
        if (await results.VersionAsync(series, place.Release, cancellationToken) is not { } version)
        {
            return null;
        }

        var definition = await methods.FindAsync(method, version.Version, cancellationToken);
        return new Chosen(definition, Recomputation.TargetOf(definition, series, version), place.Release);
    }

    /// <summary>A result's figures, with those that another version of its method reads of the same time.</summary>
    private async Task<Side> SideAsync(Chosen chosen, MethodDefinition other, CancellationToken cancellationToken)
    {
        var target = chosen.Target;
        if (other.Version != chosen.Method.Version)
        {
            var known = await indicators.KnownAsync(chosen.Release, cancellationToken);
            target = target with
            {
                // They are optional, so that there are the same areas as in the result.
                Inputs =
                [
                    .. target.Inputs,
                    .. other.Rule.Inputs.Where(input => target.Inputs.All(own => own.Input.Indicator != input.Indicator)).Select(input => new ChosenInput(
                        input with { IsOptional = true }, MethodTargets.Choose(input, target.Division, target.Period, known), known.VersionOf(input.Indicator))),
                ],
            };
        }

        return new Side(chosen.Method, chosen.Target, TargetFigures.Of(target, await indicators.ColumnsAsync([.. target.Columns], chosen.Release, cancellationToken)));
    }

    private static Explanation Explain(Side before, IndexRule was, Side after, IndexRule now, IReadOnlyList<InputChange> inputs)
    {
        try
        {
            var change = new ChangeOfRuns(RunOf(was, now, before.Figures), RunOf(now, was, after.Figures));
            var caughtUp = now.Definition.Inputs.Where(i => inputs.Any(c => c.CaughtUp && i.Columns.Contains(c.Indicator))).Select(i => i.Id).ToList();
            var (earlier, later) = (new AreaValues(change.Before), new AreaValues(change.After));
            var needs = now.Needs.Where(need => was.Needs.Any(known => known.Series == need.Series)).ToList();
            var causes = CausesOf(change, was, now, needs);
            var split = was.Value is { } value && now.Value == value ? Statistics.Explanations.Explaining.OfIndex(change, value) : null;
            string[] shown = [.. now.Value is { } index ? [index] : Array.Empty<string>(), .. needs.Select(need => need.Series)];
            return new Explanation(
                [.. split?.Causes.Select(cause => NameOf([was.Definition, now.Definition], cause)) ?? []],
                inputs,
                [
                    .. change.Areas.Select((area, i) => One(area, causes.Class?[i], causes.OfNeeds(i), split?.Areas[i], HasCaughtUp(area, split?.Areas[i])))
                        .Where(one => one.Cause is not (null or ChangeCause.Unchanged) || one.NotComparable is not null || Differ(one.Area, shown)),
                ],
                null);

            // What was replaced by a newer figure counts where something of the change comes from it.
            bool HasCaughtUp(string area, SplitChange? one) => one is { NotComparable: null }
                ? split!.Causes.Zip(one.Parts).Any(part => caughtUp.Contains(part.First) && Math.Abs(part.Second) > Negligible)
                : Differ(area, caughtUp);

            bool Differ(string area, IReadOnlyList<string> series) => series.Any(one => !earlier.Of(one, area).Equals(later.Of(one, area)));
        }
        catch (IndexException wrong)
        {
            return new Explanation([], inputs, [], $"The two definitions cannot be held against each other: {wrong.Message}");
        }
    }

    /// <summary>The causes of the class, where both rules take it from the same series, and of the needs.</summary>
    private static Causes CausesOf(ChangeOfRuns change, IndexRule was, IndexRule now, List<Need> needs)
    {
        string[] ofClass = was.Class == now.Class ? [now.Class] : [];
        var all = Statistics.Explanations.Explaining.OfClasses(change, [.. ofClass, .. needs.Select(need => need.Series)]);
        return new Causes(ofClass.Length > 0 ? all[0] : null, [.. needs.Zip(all.Skip(ofClass.Length))]);
    }

    /// <summary>What is told of an area.</summary>
    /// <param name="area">Its code.</param>
    /// <param name="one">Its class; null where the rules take it from different series.</param>
    /// <param name="needs">Its needs that differ, with their causes where these can be told.</param>
    /// <param name="split">Its change of index.</param>
    /// <param name="caughtUp">Whether something of its change comes from a value that replaced one that had been carried forward.</param>
    private static AreaExplanation One(string area, ClassChange? one, List<(Need Need, ChangeCause? Cause)> needs, SplitChange? split, bool caughtUp) => new(
        area,
        split?.Parts ?? [],
        WithNeeds(CauseOf(one), needs.ConvertAll(need => need.Cause)),
        one?.OwnNew,
        one?.LimitsNew,
        caughtUp,
        one?.NotComparable ?? split?.NotComparable)
    {
        MethodNew = one?.MethodNew,
        FiguresNew = one?.FiguresNew,
        Needs = [.. needs.Where(need => need.Cause is not null).Select(need => new NeedCause(need.Need.Id, need.Cause!.Value))],
    };

    private static ChangeCause? CauseOf(ClassChange? one) => one?.Cause is { } cause ? (ChangeCause)(int)cause : null;

    /// <summary>The class's cause; where nothing of the class changed, the one that all needs that differ have in common, if they have.</summary>
    private static ChangeCause? WithNeeds(ChangeCause? ofClass, IEnumerable<ChangeCause?> ofNeeds) =>
        ofClass == ChangeCause.Unchanged && ofNeeds.Distinct().ToList() is [{ } common] ? common : ofClass;

    /// <summary>An input is called by its indicator, where it reads the same one by both definitions, that no other input reads.</summary>
    private static string NameOf(IReadOnlyList<IndexDefinition> definitions, string cause)
    {
        var all = definitions.SelectMany(definition => definition.Inputs).ToList();
        return all.Where(i => i.Id == cause).Select(i => i.Source).Distinct().ToList() is [{ Denominator: null, Column: var column }]
            && all.Where(i => i.Columns.Contains(column)).All(i => i.Id == cause)
            ? column
            : cause;
    }

    /// <summary>A rule's run over figures that another one's counterfactuals are read from as well.</summary>
    private static IndexRun RunOf(IndexRule rule, IndexRule other, TargetFigures figures) =>
        IndexComputation.Compute(rule.Definition, figures.ToIndexFigures(other.Definition.Inputs.Concat(rule.Definition.Inputs)), figures.Year, log: false);

    /// <summary>Groups are frozen: an area changes group by its own figures only.</summary>
    private static Explanation OwnOnly(Side before, Side after, IReadOnlyList<InputChange> inputs)
    {
        var rule = (GroupsRule)after.Method.Rule;
        var differing = after.Figures.Areas.Where(area => rule.Features.Any(f => !ValueOf(before.Figures, f, area).Equals(ValueOf(after.Figures, f, area))));
        return new Explanation([], inputs, [.. differing.Select(One)], null);

        // A figure that came or went is no change of the area.
        AreaExplanation One(string area)
        {
            string[] lacking = [.. rule.Features.Where(f => double.IsNaN(ValueOf(before.Figures, f, area)) || double.IsNaN(ValueOf(after.Figures, f, area)))];
            return lacking.Length == 0
                ? new AreaExplanation(area, [], ChangeCause.Own, null, null, false, null)
                : new AreaExplanation(area, [], null, null, null, false, $"not comparable: {string.Join(", ", lacking)} missing in one of the two");
        }
    }

    private static double ValueOf(TargetFigures figures, string indicator, string area) =>
        Array.BinarySearch(figures.Areas, area, StringComparer.Ordinal) is >= 0 and var place ? figures[indicator][place] : double.NaN;

    private static IReadOnlyList<InputChange> InputsOf(Side before, Side after) =>
    [
        .. after.Target.Inputs.Select(i =>
        {
            var was = before.Target.PeriodOf(i.Input.Indicator);
            return new InputChange(i.Input.Indicator, was, i.Period, IsCaughtUp(before.Target.Period, was, after.Target.Period, i.Period));
        }),
    ];

    /// <summary>A value that had been carried into a period from an earlier one was replaced by a less old one.</summary>
    private static bool IsCaughtUp(string before, string? was, string after, string? now) =>
        was is not null && now is not null && was != before && was != now
        && TargetFigures.YearOf(before) - TargetFigures.YearOf(was) is { } ageBefore && TargetFigures.YearOf(after) - TargetFigures.YearOf(now) is { } ageAfter
        && ageAfter < ageBefore;

    /// <summary>What a result was computed from.</summary>
    private sealed record Chosen(MethodDefinition Method, Target Target, long Release);

    /// <summary>A result's method and target, and the figures that both methods read there.</summary>
    private sealed record Side(MethodDefinition Method, Target Target, TargetFigures Figures);

    /// <summary>What changed classes and needs, by area.</summary>
    /// <param name="Class">Of the class; null where it cannot be told.</param>
    /// <param name="Needs">Of each need that both rules have.</param>
    private sealed record Causes(IReadOnlyList<ClassChange>? Class, IReadOnlyList<(Need Need, IReadOnlyList<ClassChange> Changes)> Needs)
    {
        /// <summary>An area's needs that are known in both and differ.</summary>
        public List<(Need Need, ChangeCause? Cause)> OfNeeds(int area) =>
        [
            .. Needs.Where(need => need.Changes[area] is { Before: { } before, After: { } after } && before != after)
                .Select(need => (need.Need, CauseOf(need.Changes[area]))),
        ];
    }

    /// <summary>The values of a run by area; missing where the run has no such series.</summary>
    private sealed class AreaValues(IndexRun run)
    {
        private readonly Dictionary<string, int> _places = run.Figures.Areas.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        private readonly HashSet<string> _known = [.. run.Definition.Inputs.Select(input => input.Id), .. run.Definition.Series.Select(series => series.Id)];

        public double Of(string series, string area) => _known.Contains(series) && _places.TryGetValue(area, out var place) ? run[series][place] : double.NaN;
    }
}
