using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Reading;
using Utanforskap.Statistics.Indices.Steps;
using YamlDotNet.RepresentationModel;

namespace Utanforskap.Statistics.Certainty.Reading;

/// <summary>Reads the section <c>certainty</c> of an index definition.</summary>
internal sealed class CertaintyReader(DefinitionErrors errors, IReadOnlyList<Input> inputs, IReadOnlyList<Series> series)
{
    /// <summary>The model; null where the definition states none.</summary>
    public static CertaintyModel? Read(YamlFields definition, DefinitionErrors errors, IReadOnlyList<Input> inputs, IReadOnlyList<Series> series) =>
        definition.Has("certainty") ? new CertaintyReader(errors, inputs, series).Read(definition.Fields("certainty", "of", "ranks", "precision", "chance", "choice")) : null;

    private CertaintyModel Read(YamlFields fields)
    {
        var target = Target(fields);
        var model = new CertaintyModel(
            target?.Id ?? "",
            Ranked(fields, target),
            [.. fields.OptionalFields("precision").Entries().Select(entry => ReadPrecision(entry.Name, entry.Place, entry.Value))],
            fields.Has("chance") ? ReadChance(fields.Fields("chance", "inputs", "correlation", "years")) : null,
            fields.Has("choice") ? ReadChoice(fields.Fields("choice", "weights", "limits", "alternatives")) : null);
        if (!model.Layers.Any())
        {
            errors.Add(fields.Mapping, "\"certainty\" states at least one of precision, chance, choice");
        }

        return model;
    }

    private Series? Target(YamlFields fields)
    {
        if (fields.OptionalText("of") is not { } id)
        {
            var last = series.LastOrDefault(one => one is { Shown: true } and ({ IsClass: true } or { IsFlag: true }));
            if (last is null && series.Count > 0)
            {
                errors.Add(fields.Mapping, "the index has no series of classes or flags whose certainty could be told");
            }

            return last;
        }

        var target = SeriesCalled(id, fields.PlaceOf("of"));
        if (target is { IsClass: false, IsFlag: false })
        {
            errors.Add(fields.PlaceOf("of"), $"\"{id}\" gives neither classes nor flags");
        }

        return target;
    }

    /// <summary>The series of ranks: what is said, else what the classes are cut from.</summary>
    private string? Ranked(YamlFields fields, Series? target)
    {
        if (fields.OptionalText("ranks") is { } id)
        {
            if (SeriesCalled(id, fields.PlaceOf("ranks")) is { IsClass: true } or { IsFlag: true })
            {
                errors.Add(fields.PlaceOf("ranks"), $"\"{id}\" gives classes or flags; ranks are of a series of values");
            }

            return id;
        }

        return target?.Origin is From { Id: var from } && series.FirstOrDefault(one => one.Id == from) is { IsClass: false, IsFlag: false } ? from : null;
    }

    private InputPrecision ReadPrecision(string id, YamlNode place, YamlNode node)
    {
        Known(id, place);
        var fields = YamlFields.Of(node, $"precision of \"{id}\"", errors, "decimals", "cell-key", "suppressed-below", "suppressed-where");
        CellKeyNoise? noise = null;
        if (fields.Has("cell-key"))
        {
            var key = fields.Fields("cell-key", "variance", "largest");
            noise = new CellKeyNoise(key.Number("variance") ?? 0, key.Has("largest") ? key.Ordinal("largest") : 0);
            if (noise.Largest is < 1 or > 1000 || !(noise.Variance > 0) || noise.Variance >= noise.Largest * (noise.Largest + 1) / 3.0)
            {
                errors.Add(fields.PlaceOf("cell-key"), "\"cell-key\" needs a \"largest\" from 1 to 1000, and a \"variance\" above 0 and below largest · (largest + 1) / 3");
                noise = new CellKeyNoise(0.5, 1);
            }
        }

        var decimals = Whole(fields, "decimals", -9, 12);
        var below = Whole(fields, "suppressed-below", 2, 1_000_000);
        if (fields.Has("suppressed-below") != fields.Has("suppressed-where"))
        {
            errors.Add(fields.Mapping, "\"suppressed-below\" goes with \"suppressed-where\", a column with 1 where the missing count is suppressed");
        }

        if (fields.Has("decimals") == fields.Has("cell-key") && (fields.Has("decimals") || !fields.Has("suppressed-below")))
        {
            errors.Add(fields.Mapping, $"the precision of \"{id}\" is \"decimals\" (rounding), \"cell-key\" (noise in counts) or \"suppressed-below\"; the first two exclude each other");
        }

        return new InputPrecision(id, decimals, noise, below is { } least && fields.OptionalText("suppressed-where") is { } where ? new Suppression(least, where) : null);
    }

    private ChanceModel ReadChance(YamlFields fields)
    {
        var shares = fields.Fields("inputs").Entries().Select(entry => ReadShare(entry.Name, entry.Place, entry.Value)).ToArray();
        if (shares.Length == 0)
        {
            errors.Add(fields.PlaceOf("inputs"), "chance needs at least one input that is a share");
        }

        var years = fields.Number("years") ?? 0;
        if (years is < 0 or > 1)
        {
            errors.Add(fields.PlaceOf("years"), "\"years\" is a correlation from 0 to 1");
        }

        return new ChanceModel(shares, Correlation(fields, shares.Length), years);
    }

    private InputChance ReadShare(string id, YamlNode place, YamlNode node)
    {
        var input = Known(id, place);
        var fields = YamlFields.Of(node, $"chance of \"{id}\"", errors, "size", "per", "household", "design-effect");
        var text = fields.OptionalText("size") ?? input?.Source.Denominator;
        if (text is null)
        {
            errors.Add(fields.Mapping, $"chance of \"{id}\" needs \"size\": a column, or a number, of the persons that the share is of");
        }

        var number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed);
        if (number && !(parsed > 0))
        {
            errors.Add(fields.PlaceOf("size"), "\"size\" is above 0");
        }

        return new InputChance(
            id,
            number ? new SampleSize(null, parsed) : new SampleSize(text),
            Positive(fields, "per") ?? (input?.Source is { Denominator: not null } ratio ? ratio.Per : 1),
            (Positive(fields, "household") ?? 1) * (Positive(fields, "design-effect") ?? 1));
    }

    private double[][] Correlation(YamlFields fields, int count)
    {
        var matrix = Enumerable.Range(0, count).Select(row => Enumerable.Range(0, count).Select(column => row == column ? 1.0 : 0).ToArray()).ToArray();
        switch (fields.Find("correlation"))
        {
            case null:
                return matrix;
            case YamlSequenceNode { Children: var rows } when rows.Count == count && rows.All(row => row is YamlSequenceNode { Children.Count: var n } && n == count):
                for (var row = 0; row < count; row++)
                {
                    // A row is read as a field of its own, so that numbers are read and told as everywhere.
                    var numbers = YamlFields.Of(new YamlMappingNode(new YamlScalarNode("correlation"), rows[row]), "correlation", errors).Numbers("correlation");
                    for (var column = 0; column < Math.Min(count, numbers.Count); column++)
                    {
                        matrix[row][column] = numbers[column].Value;
                    }
                }

                break;
            case YamlSequenceNode wrong:
                errors.Add(wrong, $"\"correlation\" is one number, or {count} lists of {count} numbers in the order of the inputs");
                return matrix;
            default:
                var all = fields.Number("correlation") ?? 0;
                for (var cell = 0; cell < count * count; cell++)
                {
                    matrix[cell / count][cell % count] = cell / count == cell % count ? 1 : all;
                }

                break;
        }

        if (Drawing.Copula.Factor(matrix) is null)
        {
            errors.Add(fields.PlaceOf("correlation"), "the correlations are no correlations of anything: the matrix is symmetric with 1 on its diagonal, and positive definite");
            return [.. matrix.Select((row, i) => row.Select((_, j) => i == j ? 1.0 : 0).ToArray())];
        }

        return matrix;
    }

    private ChoiceModel ReadChoice(YamlFields fields)
    {
        var weights = Ranges(fields, "weights", range => range is > 0 and < 1, "a relative range above 0 and below 1, as in 0.2",
            (one, place) =>
            {
                if (one.Origin is not Combination { Weighting: Weighting.Given, Kind: CombinationKind.Mean or CombinationKind.Sum or CombinationKind.GeometricMean or CombinationKind.HarmonicMean or CombinationKind.PowerMean })
                {
                    errors.Add(place, $"series \"{one.Id}\" has no given weights that could vary");
                }
            });
        var limits = new List<LimitRange>();
        foreach (var (id, range, place) in Ranges(fields, "limits", range => range > 0, "a range above 0 in the limit's own unit, as in 0.1", (_, _) => { }))
        {
            var settings = series.FirstOrDefault(one => one.Id == id) is { Steps: [.., var last] } ? Planning.Settings.Of(last) : [];
            if (settings.Length == 0 && series.Any(one => one.Id == id))
            {
                errors.Add(place, $"series \"{id}\" does not end in a limit, or in classes by limits or deviations, that could vary");
            }
            else if (settings.Zip(settings.Skip(1)).Any(pair => pair.First - pair.Second <= 2 * range))
            {
                errors.Add(place, $"the cuts of \"{id}\" would change places; the range has to be less than half of the least distance between them");
            }

            limits.Add(new LimitRange(id, range));
        }

        var alternatives = fields.OptionalFields("alternatives").Entries().Select(entry => new Alternatives(
            entry.Name,
            [.. YamlFields.Of(entry.Value, $"alternatives \"{entry.Name}\"", errors).Entries().Select(option => new Alternative(option.Name, Steps(option.Name, option.Value)))])).ToArray();
        if (weights.Count + limits.Count + alternatives.Length == 0)
        {
            errors.Add(fields.Mapping, "\"choice\" states at least one of weights, limits, alternatives");
        }

        return new ChoiceModel([.. weights.Select(weight => new WeightRange(weight.Series, weight.Range))], limits, alternatives);
    }

    private List<(string Series, double Range, YamlNode Place)> Ranges(YamlFields fields, string field, Predicate<double> possible, string expected, Action<Series, YamlNode> check)
    {
        var ranges = new List<(string, double, YamlNode)>();
        var own = fields.OptionalFields(field);
        foreach (var (id, place, value) in own.Entries())
        {
            var range = own.Number(id) ?? double.NaN;
            if (!possible(range))
            {
                errors.Add(value, $"\"{id}\" needs {expected}");
                range = double.Epsilon;
            }

            if (SeriesCalled(id, place) is { } one)
            {
                check(one, place);
            }

            ranges.Add((id, range, place));
        }

        return ranges;
    }

    /// <summary>Other steps by series; <c>{}</c> in a name stands for any text, as it does where series are made for each of a list.</summary>
    private Dictionary<string, IReadOnlyList<Step>> Steps(string option, YamlNode node)
    {
        var steps = new Dictionary<string, IReadOnlyList<Step>>(StringComparer.Ordinal);
        var fields = YamlFields.Of(node, $"alternative \"{option}\"", errors);
        foreach (var (name, place, _) in fields.Entries())
        {
            var ends = name.Split("{}", 2);
            var matching = series.Where(one => ends.Length == 1 ? one.Id == name : one.Id.Length >= ends[0].Length + ends[1].Length
                && one.Id.StartsWith(ends[0], StringComparison.Ordinal) && one.Id.EndsWith(ends[1], StringComparison.Ordinal)).ToArray();
            if (matching.Length == 0)
            {
                SeriesCalled(name, place);
            }

            foreach (var one in matching)
            {
                steps[one.Id] = new StepReader(errors).Read(fields.List(name), InputOf(one));
            }
        }

        return steps;
    }

    private Input? InputOf(Series one)
    {
        for (var at = one; at is { Origin: From { Id: var from } }; at = series.FirstOrDefault(other => other.Id == from))
        {
            if (inputs.FirstOrDefault(input => input.Id == from) is { } input)
            {
                return input;
            }
        }

        return null;
    }

    private Input? Known(string id, YamlNode place)
    {
        var input = inputs.FirstOrDefault(one => one.Id == id);
        if (input is null)
        {
            errors.Add(place, $"there is no input \"{id}\"; {NearestName.Advice(id, [.. inputs.Select(one => one.Id)])}");
        }

        return input;
    }

    private Series? SeriesCalled(string id, YamlNode place)
    {
        var one = series.FirstOrDefault(one => one.Id == id);
        if (one is null)
        {
            errors.Add(place, $"there is no series \"{id}\"; {NearestName.Advice(id, [.. series.Select(one => one.Id)])}");
        }

        return one;
    }

    private static int? Whole(YamlFields fields, string field, int least, int most) => fields.Value(
        field, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null as int?,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    private double? Positive(YamlFields fields, string field)
    {
        var number = fields.Number(field);
        if (number is not (null or > 0))
        {
            errors.Add(fields.PlaceOf(field), $"\"{field}\" is above 0");
            return null;
        }

        return number;
    }
}
