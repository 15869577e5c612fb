using Utanforskap.Classification.Classifying;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Classification.Tests.Classifying;

/// <summary>Figures of one period, as a method reads them.</summary>
internal static class Figures
{
    /// <summary>A method's only result over columns in the order of its inputs; those that are not given have no figures.</summary>
    public static MethodResult Of(this MethodDefinition method, params IReadOnlyList<Column> columns) => Classifier.Classify(method, For(method, columns)).Single();

    public static TargetFigures For(MethodDefinition method, IReadOnlyList<Column> columns, string division = "RegSO2020", string period = "2022")
    {
        ChosenInput[] inputs = [.. method.Rule.Inputs.Select((input, i) => new ChosenInput(input, i < columns.Count ? period : null, 1))];
        var target = new Target(division, period, inputs);
        return TargetFigures.Of(target, inputs.Take(columns.Count).Select((input, i) => (Key: target.KeyOf(input), Column: columns[i])).ToDictionary(c => c.Key, c => c.Column));
    }
}
