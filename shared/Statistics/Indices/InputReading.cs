using System.Globalization;

namespace Utanforskap.Statistics.Indices;

/// <summary>Makes an input of the columns it stands in.</summary>
internal static class InputReading
{
    /// <summary>The input's figures, one per area; missing where a column is, where the denominator is 0, or where the figure is too old.</summary>
    public static double[] Read(Input input, IndexFigures figures, int? period)
    {
        var values = Column(input, input.Source.Column, figures);
        if (input.Source.Denominator is { } by)
        {
            var denominators = Column(input, by, figures);
            values = (double[])values.Clone();
            for (var area = 0; area < values.Length; area++)
            {
                // A share of nobody is missing, not zero.
                values[area] = denominators[area] == 0 ? double.NaN : values[area] / denominators[area] * input.Source.Per;
            }
        }

        values = OfVersion(input, figures, values);
        for (var area = 0; area < values.Length; area++)
        {
            if (values[area] < input.Lowest || values[area] > input.Highest)
            {
                throw new IndexException($"input \"{input.Id}\", area {figures.Areas[area]}: {values[area]} is outside its range, {input.Lowest ?? double.NegativeInfinity} to {input.Highest ?? double.PositiveInfinity}.");
            }
        }

        if (input.MaximumAge is not { } age)
        {
            return values;
        }

        if (period is not { } year)
        {
            throw new IndexException($"input \"{input.Id}\" has a highest age, so the run needs its year (--period).");
        }

        var periods = input.PeriodColumn is { } column ? Column(input, column, figures) : null;
        return periods is null ? values : [.. values.Select((value, area) => year - periods[area] > age || double.IsNaN(periods[area]) ? double.NaN : value)];
    }

    /// <summary>Why an input is missing for an area whose figure is there; null if the figure itself is missing.</summary>
    public static string? WhyUnusable(Input input, IndexFigures figures, int? period, int area)
    {
        if (Unbridged(input, figures) is { } version)
        {
            return $"{input.Id}, whose definition is version {version} and has no bridge to {input.DefinitionVersion}";
        }

        return input is { MaximumAge: { } age, PeriodColumn: { } column } && Column(input, column, figures) is var periods && period - periods[area] > age
            ? $"{input.Id}, whose figure of {periods[area]} is older than {age} years"
            : null;
    }

    /// <summary>Whether it is missing in all areas, and allowed to be: it is optional, of a version that nothing leads over from, or too old.</summary>
    public static bool IsAbsent(Input input, IndexFigures figures, double[] values) => Array.TrueForAll(values, double.IsNaN)
        && (input.IsOptional || Unbridged(input, figures) is not null || input is { MaximumAge: not null, PeriodColumn: not null });

    private static double[] OfVersion(Input input, IndexFigures figures, double[] values)
    {
        if (Unbridged(input, figures) is not null)
        {
            var none = new double[values.Length];
            Array.Fill(none, double.NaN);
            return none;
        }

        return BridgeOf(input, figures) is { } bridge ? Array.ConvertAll(values, value => (value * bridge.Multiply) + bridge.Add) : values;
    }

    /// <summary>What leads from the figures' version to the one that limits are set for; null where they are the same, or nothing does.</summary>
    public static Bridge? BridgeOf(Input input, IndexFigures figures) =>
        figures.Versions.TryGetValue(input.Source.Column, out var version) && version != input.DefinitionVersion ? input.Bridges.GetValueOrDefault(version) : null;

    /// <summary>The figures' version, if limits are set for another and nothing leads from one to the other.</summary>
    private static string? Unbridged(Input input, IndexFigures figures) =>
        input.DefinitionVersion is { } bound && figures.Versions.TryGetValue(input.Source.Column, out var version) && version != bound && !input.Bridges.ContainsKey(version)
            ? version
            : null;

    /// <summary>What the log tells of an input: where it is from, and what turns its figures into others or into none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Arguments(Input input, IndexFigures figures)
    {
        List<KeyValuePair<string, string>> arguments = input.Source.Denominator is null
            ? [new("column", input.Source.Column)]
            : [new("numerator", input.Source.Column), new("denominator", input.Source.Denominator), new("per", Text(input.Source.Per))];
        if (input.MissingNumbers.Count > 0)
        {
            arguments.Add(new("missing", string.Join(", ", input.MissingNumbers.Select(Text))));
        }

        if (input.MaximumAge is { } age)
        {
            arguments.Add(new("maximum-age", Text(age)));
        }

        if (Unbridged(input, figures) is { } version)
        {
            arguments.Add(new("no bridge from version", version));
        }
        else if (BridgeOf(input, figures) is { } bridge)
        {
            arguments.AddRange([new("multiply", Text(bridge.Multiply)), new("add", Text(bridge.Add))]);
        }

        return arguments;

        static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
    }

    /// <summary>A column as an input reads it: without the numbers that stand for missing.</summary>
    public static double[] Column(Input input, string column, IndexFigures figures)
    {
        var values = figures.Numbers(column) ?? throw new IndexException($"input \"{input.Id}\" reads the column \"{column}\", which the figures do not have.");
        return input.MissingNumbers.Count == 0 ? values : Array.ConvertAll(values, value => input.MissingNumbers.Contains(value) ? double.NaN : value);
    }
}

/// <summary>Finds the areas that take no part.</summary>
internal static class Screening
{
    /// <summary>Places and reasons of areas that lack what <see cref="AreaRules"/> asks for.</summary>
    public static Dictionary<int, string> LeftOut(IndexDefinition definition, IReadOnlyDictionary<string, double[]> inputs, int areas)
    {
        var leftOut = new Dictionary<int, string>();
        var (rules, all) = (definition.Areas, definition.Inputs.Select(input => inputs[input.Id]).ToArray());
        if (rules.Require.Count == 0 && rules.Available <= 0 && rules.AtLeast.Count == 0 && rules.AtMost.Count == 0)
        {
            return leftOut;
        }

        for (var area = 0; area < areas; area++)
        {
            var present = all.Count(input => !double.IsNaN(input[area]));
            if (rules.Require.FirstOrDefault(id => double.IsNaN(inputs[id][area])) is { } lacking)
            {
                leftOut.Add(area, $"left out: {lacking} is required and missing");
            }
            else if (present < rules.Available * all.Length)
            {
                leftOut.Add(area, $"left out: {present} of {all.Length} inputs are there");
            }
            else if (Beyond(rules, inputs, area) is { } reason)
            {
                leftOut.Add(area, $"left out: {reason}");
            }
        }

        return leftOut;
    }

    private static string? Beyond(AreaRules rules, IReadOnlyDictionary<string, double[]> inputs, int area)
    {
        // A comparison with NaN is false: an area whose figure is missing is not known to be within the limits.
        foreach (var (id, least) in rules.AtLeast.Where(rule => !(inputs[rule.Key][area] >= rule.Value)))
        {
            return double.IsNaN(inputs[id][area]) ? $"{id} is missing" : string.Create(CultureInfo.InvariantCulture, $"{id} is below {least}");
        }

        foreach (var (id, most) in rules.AtMost.Where(rule => !(inputs[rule.Key][area] <= rule.Value)))
        {
            return double.IsNaN(inputs[id][area]) ? $"{id} is missing" : string.Create(CultureInfo.InvariantCulture, $"{id} is above {most}");
        }

        return null;
    }
}
