using Utanforskap.Classification.Methods;
using Utanforskap.Statistics.Groups;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Classification.Classifying;

/// <summary>What a method says of the areas of one (division, period). Pure; areas are taken in code order, so the same inputs give the same bits on any machine.</summary>
internal static class Classifier
{
    /// <summary>Classifies by a method's rule.</summary>
    /// <param name="method">The method.</param>
    /// <param name="figures">Its inputs.</param>
    /// <param name="model">The frozen groups, for a method that has them.</param>
    /// <returns>One result, or one per level for a method about larger areas.</returns>
    /// <exception cref="RefusedResultException">The result fails a check.</exception>
    public static IReadOnlyList<MethodResult> Classify(MethodDefinition method, TargetFigures figures, GroupModel? model = null)
    {
        try
        {
            IReadOnlyList<MethodResult> results = method.Rule switch
            {
                PublishedClass rule => [Checked(Published(rule, method.Classes.Count, figures))],
                IndexRule rule => [Checked(IndexClassification.Of(rule, figures), mayAgree: rule.IsAssessment)],
                GroupsRule rule => [GroupClassification.Of(rule, model ?? throw new InvalidOperationException($"{method.Id} has no groups yet."), figures)],
                SegregationRule rule => SegregationClassification.Of(rule, figures),
                _ => throw new InvalidOperationException($"{method.Id} has a rule that nothing here computes."),
            };
            return results;
        }
        catch (IndexException wrong)
        {
            throw new RefusedResultException(wrong.Message);
        }
    }

    private static MethodResult Published(PublishedClass rule, int classes, TargetFigures figures)
    {
        var values = figures[rule.Indicator];
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (values[i] != Math.Floor(values[i]) || values[i] < 1 || values[i] > classes))
            {
                throw new RefusedResultException($"{figures.Areas[i]} has the published class {values[i]}, which is none of 1 to {classes}.");
            }
        }

        return new MethodResult(figures.Target.Division, MethodResult.ColumnOf(figures.Areas, values), null, [], []);
    }

    /// <param name="mayAgree">An assessment may well find that no area exceeds its limits; types cut from an index, or published, are never all the same.</param>
    private static MethodResult Checked(MethodResult result, bool mayAgree = false)
    {
        var classified = result.Classes.Values.Where(c => !double.IsNaN(c)).ToList();
        if (classified.Count == 0)
        {
            throw new RefusedResultException("No area has a class.");
        }

        return !mayAgree && (result.Limits.Count > 0 || result.Index is null) && classified.Count > 1 && classified.All(c => c == classified[0])
            ? throw new RefusedResultException($"All {classified.Count} areas are in class {classified[0]}.")
            : result;
    }
}
