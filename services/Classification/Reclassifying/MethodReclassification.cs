using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Results;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Classification.Reclassifying;

/// <summary>Computes a method's results for some divisions and periods as of a release. Reads, and stores nothing.</summary>
internal sealed class MethodReclassification(MethodDefinition method, IndicatorsClient indicators)
{
    /// <summary>The result columns, and what is to be said of areas or periods without a result.</summary>
    /// <exception cref="RefusedResultException">A result fails a check; then none is to be stored.</exception>
    public async Task<Reclassified> RunAsync(IReadOnlyList<Target> targets, long release, Func<Target, GroupModel?> modelOf, CancellationToken cancellationToken)
    {
        var complete = targets.Where(t => t.Lacking.Count == 0).ToList();
        var columns = await indicators.ColumnsAsync([.. complete.SelectMany(t => t.Columns)], release, cancellationToken);
        var results = new List<ComputedResult>();
        var notes = new List<string>();
        foreach (var target in targets)
        {
            if (target.Lacking.Count > 0)
            {
                notes.Add($"{target.Text()} has no {string.Join(", no ", target.Lacking)}.");
                continue;
            }

            var figures = TargetFigures.Of(target, columns);
            foreach (var result in Classify(target, figures, modelOf(target)))
            {
                if (result.Unclassified > 0 && method.Classes.Count > 0)
                {
                    notes.Add($"{result.Division} {target.Period}: {result.Unclassified} of {result.Classes.Areas.Length} areas lack an input and have no class.");
                }

                results.Add(new ComputedResult(target, result, ColumnsOf(target, result, figures)));
            }
        }

        return new Reclassified(results, notes);
    }

    private IReadOnlyList<MethodResult> Classify(Target target, TargetFigures figures, GroupModel? model)
    {
        try
        {
            return Classifier.Classify(method, figures, model);
        }
        catch (RefusedResultException refused)
        {
            throw new RefusedResultException($"{target.Text()}: {refused.Message}");
        }
    }

    private Dictionary<ColumnKey, Column> ColumnsOf(Target target, MethodResult result, TargetFigures figures)
    {
        var series = new ResultSeries(method.Id, result.Division, target.Period);
        var columns = new Dictionary<ColumnKey, Column> { [series.Class] = result.Classes };
        if (result.Index is { } index)
        {
            columns.Add(series.Index, index);
        }

        foreach (var (id, part) in result.Parts)
        {
            columns.Add(series.Part(id), part);
        }

        // Results about larger areas than those that are read have no population of theirs here.
        if (method.Population is { } population && figures.Has(population) && result.Division == target.Division)
        {
            columns.Add(series.Population, MethodResult.ColumnOf(result.Classes.Areas, figures[population]));
        }

        return columns;
    }
}

/// <summary>What reclassifying gave.</summary>
/// <param name="Results">By target, then division.</param>
/// <param name="Notes">Sentences about periods and areas without a result.</param>
internal sealed record Reclassified(IReadOnlyList<ComputedResult> Results, IReadOnlyList<string> Notes);

/// <summary>A result of one (division, period), with its columns as they are stored.</summary>
internal sealed record ComputedResult(Target Target, MethodResult Result, IReadOnlyDictionary<ColumnKey, Column> Columns)
{
    public string Division => Result.Division;

    public string Period => Target.Period;
}
