using System.Text.RegularExpressions;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Definitions;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Indicators.Definitions;

/// <summary>Reads an indicator's YAML; <c>indicator.schema.json</c> beside the files describes the same for editors.</summary>
public static partial class IndicatorFile
{
    /// <summary>An indicator of a file's text and its document's root; mistakes are noted with their places.</summary>
    public static IndicatorDefinition Read(string text, YamlNode root, DefinitionErrors errors) => Read(root, errors) with { Text = text };

    /// <summary>The indicator of a text alone, as it is kept.</summary>
    /// <exception cref="DefinitionException">Every mistake with line and column.</exception>
    public static IndicatorDefinition Read(string file, string text)
    {
        var (definition, mistakes) = DefinitionFile.Read(file, text, (root, errors) => Read(text, root, errors));
        return definition ?? throw new DefinitionException(mistakes);
    }

    /// <summary>An indicator of a document's root; mistakes are noted with their places.</summary>
    public static IndicatorDefinition Read(YamlNode root, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(
            root, "an indicator", errors, "id", "version", "title", "unit", "direction", "level", "roll-up", "formulas");
        var formulas = fields.List("formulas").Select(node => ReadFormula(node, errors)).ToList();
        if (formulas.Count == 0)
        {
            errors.Add(fields.PlaceOf("formulas"), "an indicator needs at least one formula in \"formulas\"");
        }

        return new IndicatorDefinition(
            fields.Slug("id"),
            fields.Ordinal("version"),
            fields.LocalText("title"),
            fields.LocalText("unit"),
            fields.Choice<IndicatorDirection>("direction"),
            fields.Choice<DivisionLevel>("level"),
            fields.Choice<RollUp>("roll-up"),
            formulas);
    }

    private static Formula ReadFormula(YamlNode node, DefinitionErrors errors)
    {
        var fields = YamlFields.Of(node, "a formula", errors, "numerator", "denominator", "factor");
        var numerator = ReadTerms(fields, "numerator", errors);
        if (numerator.Count == 0)
        {
            errors.Add(fields.PlaceOf("numerator"), "a formula needs at least one measure in \"numerator\"");
        }

        return new Formula(numerator, ReadTerms(fields, "denominator", errors), fields.Number("factor") ?? 1);
    }

    private static List<Term> ReadTerms(YamlFields formula, string field, DefinitionErrors errors)
    {
        var terms = new List<Term>();
        foreach (var node in formula.List(field))
        {
            var fields = YamlFields.Of(node, "a term", errors, "measure", "factor");
            var measure = fields.Text("measure");
            if (measure.Length > 0 && !MeasureForm().IsMatch(measure))
            {
                errors.Add(fields.PlaceOf("measure"), $"\"{measure}\" does not name a measure: write register/measure, as in population/persons");
            }

            terms.Add(new Term(measure, fields.Number("factor") ?? 1));
        }

        return terms;
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex MeasureForm();
}
