using System.Diagnostics;
using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Contracts.Reading;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.Statistics.Groups;

namespace Utanforskap.Benchmarks;

/// <summary>
/// All methods of the build over one period of made-up figures, certainty included, at 3,363, 34,000 and 340,000 areas: how time grows. The peer of each size is the one before: the time of an area
/// should not grow.
/// </summary>
internal static class MethodGrowth
{
    private const int Rounds = 5;
    private static readonly int[] Sizes = [3_363, 34_000, 340_000];

    public static Task<IReadOnlyList<Figure>> MeasureAsync()
    {
        var methods = MethodCatalogue.Load("Methods").All.Where(m => m.Rule is not PublishedClass).ToList();
        var models = methods.Where(m => m.Rule is GroupsRule).ToDictionary(
            m => m.Id, m => GroupClassification.Fit(m.Id, (GroupsRule)m.Rule, null, FiguresOf(m, Sizes[0]), null), StringComparer.Ordinal);
        var figures = new List<Figure>();
        double? before = null;
        foreach (var size in Sizes)
        {
            var whole = 0.0;
            foreach (var method in methods)
            {
                var input = FiguresOf(method, size);
                for (var round = 0; size == Sizes[0] && round < Rounds; round++)
                {
                    // Compiled, and compiled again for speed, first.
                    Classifier.Classify(method, input, Model(method));
                }

                var started = Stopwatch.GetTimestamp();
                Classifier.Classify(method, input, Model(method));
                var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
                whole += seconds;
                figures.Add(new Figure("methods", $"{method.Id}, {size:#,##0} areas", seconds, "s"));
            }

            figures.Add(new Figure("methods", $"all methods, {size:#,##0} areas", whole, "s", size == Sizes[0] ? "< 3" : null));
            if (before is { } smaller)
            {
                figures.Add(new Figure("methods", $"time of an area at {size:#,##0} by that at the size before", whole / size / smaller, "times", "1 or less"));
            }

            before = whole / size;
        }

        return Task.FromResult<IReadOnlyList<Figure>>(figures);

        GroupModel? Model(MethodDefinition method) => models.GetValueOrDefault(method.Id);
    }

    /// <summary>
    /// Shares and counts as areas have them, from a formula of the area's number: the same at each run. At each size in 294 municipalities of 21 counties, so that the same is computed
    /// (what has fewer than ten areas has no segregation).
    /// </summary>
    private static TargetFigures FiguresOf(MethodDefinition method, int areas)
    {
        string[] codes = [.. Enumerable.Range(0, areas).Select(i => $"{(char)('A' + (i % 21))}{100 + (i / 21 % 14)}R{i / 294:0000}").Order(StringComparer.Ordinal)];
        var inputs = method.Rule.Inputs.Select(i => new ChosenInput(i, "2021", 1)).ToArray();
        var target = new Target("AlvReg2018", "2021", inputs);
        return TargetFigures.Of(target, inputs.Select((input, j) => (Key: target.KeyOf(input), Column: ColumnOf(codes, input.Input.Indicator, j))).ToDictionary(c => c.Key, c => c.Column));
    }

    private static Column ColumnOf(string[] codes, string indicator, int place)
    {
        var isCount = indicator is "population" or "born-abroad" or "born-in-country";
        return new Column(
            codes,
            [.. codes.Select((_, i) => isCount ? Math.Floor(200 + (3000 * Part(i, place))) : Math.Round(2 + (60 * Part(i, 0) * Part(i, place + 1)), 3))],
            new FigureStatus[codes.Length]);
    }

    /// <summary>A number from 0 to 1 that looks like chance.</summary>
    private static double Part(int i, int j)
    {
        var x = Math.Sin((i * 12.9898) + (j * 78.233)) * 43758.5453;
        return x - Math.Floor(x);
    }
}
