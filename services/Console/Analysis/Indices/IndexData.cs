using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Indices;

namespace Utanforskap.Console.Analysis.Indices;

/// <summary>Reads the figures that a definition asks for from csv files, joined by the areas' codes.</summary>
internal static class IndexData
{
    /// <summary>The figures of all areas of the first file, in its order.</summary>
    /// <param name="definition">Says which columns are needed, and what stands for missing in them.</param>
    /// <param name="files">The files. Each has the column of the definition's key, else its first column holds the codes.</param>
    /// <param name="withCertainty">Whether the columns that only the section <c>certainty</c> names are needed too.</param>
    /// <param name="versions">Which version of its own definition each column's indicator is of, as <see cref="VersionsOf"/> reads it.</param>
    /// <param name="other">A definition that is held against the first: what it reads besides is read where a file has it; null: none.</param>
    public static IndexFigures Read(
        IndexDefinition definition, IReadOnlyList<string> files, bool withCertainty = false, IEnumerable<string>? versions = null, IndexDefinition? other = null)
    {
        var known = VersionsOf(definition, versions ?? [], other);
        var numbers = Numbers(definition, withCertainty);
        var own = numbers.Keys.ToHashSet(StringComparer.Ordinal);
        var groups = definition.Series.SelectMany(series => series.Steps).Select(step => step.Within).OfType<string>()
            .Concat(definition.Summaries.Select(summary => summary.By)).Distinct(StringComparer.Ordinal).ToList();
        if (other is not null)
        {
            var there = files.SelectMany(AreaFile.Header).ToHashSet(StringComparer.Ordinal);
            foreach (var (column, inputs) in Numbers(other, withCertainty: false).Where(column => there.Contains(column.Key)))
            {
                numbers.TryAdd(column, inputs);
            }

            groups.AddRange(other.Series.SelectMany(series => series.Steps).Select(step => step.Within).OfType<string>().Where(there.Contains).Except(groups, StringComparer.Ordinal));
        }

        string[] wanted = [.. numbers.Keys, .. groups];
        var read = files.Select((path, place) => AreaFile.Read(path, KeyIn(path, definition.Areas.Key, first: place == 0), wanted, all: files.Count == 1)).ToArray();
        var areas = read[0].Areas;
        var joins = read.Select(file => Places(file, areas)).ToArray();
        int Holder(string column) => Array.FindIndex(read, file => file.Has(column));
        foreach (var column in wanted)
        {
            if (Holder(column) is var first && first < 0)
            {
                throw new UtanException($"the column \"{column}\" is in none of the files ({string.Join(", ", files)}).");
            }

            // Files that are joined often repeat columns such as names; the same texts are no contradiction.
            foreach (var later in Enumerable.Range(first + 1, read.Length - first - 1).Where(place => read[place].Has(column)))
            {
                if (!Texts(read[first], joins[first], column).SequenceEqual(Texts(read[later], joins[later], column), StringComparer.Ordinal))
                {
                    throw new UtanException($"the column \"{column}\" is in both {read[first].Path} and {read[later].Path}, with different values; take it out of one.");
                }
            }
        }

        return new IndexFigures(
            areas,
            numbers.Select(number =>
            {
                var holder = Holder(number.Key);
                var inputs = number.Value;
                var column = Join(
                    read[holder].Numbers(
                        number.Key,
                        [.. inputs.SelectMany(input => input.Missing).Where(text => !(double.TryParse(text, CultureInfo.InvariantCulture, out var code) && double.IsFinite(code)))],
                        inputs.Select(input => input.Thousands).FirstOrDefault(mark => mark is not null),
                        inputs.Select(input => input.Suffix).FirstOrDefault(suffix => suffix is not null)),
                    joins[holder],
                    double.NaN);
                return own.Contains(number.Key) && inputs.Exists(input => !input.IsOptional && Array.TrueForAll(column, value => double.IsNaN(value) || input.MissingNumbers.Contains(value)))
                    ? throw new UtanException($"{read[holder].Path}, column {number.Key}: no area has a figure there. Give the figures, or take the input out of {definition.Id}.")
                    : KeyValuePair.Create(number.Key, column);
            }),
            groups.Select(group => KeyValuePair.Create(group, Texts(read[Holder(group)], joins[Holder(group)], group))),
            known);
    }

    /// <summary>The versions of the indicators' own definitions, by column, given as <c>crime-rate=2,turnout=1</c>.</summary>
    /// <param name="definition">Its inputs' columns are the ones that can have a version.</param>
    /// <param name="given">The option's values.</param>
    /// <param name="other">A definition that reads the same figures, whose columns can have one too; null: none.</param>
    public static IReadOnlyDictionary<string, string> VersionsOf(IndexDefinition definition, IEnumerable<string> given, IndexDefinition? other = null)
    {
        var columns = definition.Inputs.Concat(other?.Inputs ?? []).Select(input => input.Source.Column).Distinct(StringComparer.Ordinal).ToArray();
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in AnalysisOutput.Names(given))
        {
            if (pair.LastIndexOf('=') is var at && (at <= 0 || at == pair.Length - 1))
            {
                throw new UtanException($"\"{pair}\" is not COLUMN=VERSION, as in crime-rate=2.");
            }

            var (column, version) = (pair[..at].TrimEnd(), pair[(at + 1)..].TrimStart());
            if (!columns.Contains(column, StringComparer.Ordinal))
            {
                throw new UtanException($"a version is given for \"{column}\", which no input of {definition.Id} reads{(NearestName.Of(column, columns) is { } nearest ? $"; did you mean \"{nearest}\"?" : $"; there are {string.Join(", ", columns)}.")}");
            }

            if (!versions.TryAdd(column, version) && versions[column] != version)
            {
                throw new UtanException($"two versions are given for \"{column}\", {versions[column]} and {version}.");
            }
        }

        return versions;
    }

    /// <summary>The columns of numbers, each with the inputs that read it and say how it is written.</summary>
    private static Dictionary<string, List<Input>> Numbers(IndexDefinition definition, bool withCertainty)
    {
        var columns = new Dictionary<string, List<Input>>(StringComparer.Ordinal);
        foreach (var input in definition.Inputs)
        {
            foreach (var column in input.Columns.Concat(input.PeriodColumn is { } period ? [period] : []))
            {
                if (!columns.TryAdd(column, [input]))
                {
                    columns[column].Add(input);
                }
            }
        }

        foreach (var column in withCertainty ? definition.Certainty?.Columns ?? [] : [])
        {
            columns.TryAdd(column, [new Input(column, new InputSource(column))]);
        }

        return columns;
    }

    /// <summary>The key's column in a file; in files after the first it may have another name, and is then the first column.</summary>
    private static string? KeyIn(string path, string? key, bool first) =>
        first || key is null || AreaFile.Header(path).Contains(key, StringComparer.Ordinal) ? key : null;

    /// <summary>Where each area stands in a file; −1 where it does not. Null: in the same places.</summary>
    private static int[]? Places(AreaFile file, IReadOnlyList<string> areas)
    {
        if (file.Areas.SequenceEqual(areas, StringComparer.Ordinal))
        {
            return null;
        }

        var places = file.Areas.Index().ToDictionary(area => area.Item, area => area.Index, StringComparer.Ordinal);
        int[] joined = [.. areas.Select(area => places.GetValueOrDefault(area, -1))];
        return Array.TrueForAll(joined, place => place < 0)
            ? throw new UtanException($"{file.Path}: none of its areas (column {file.Key}, such as {file.Areas[0]}) is in the first file (such as {areas[0]}).")
            : joined;
    }

    private static string[] Texts(AreaFile file, int[]? places, string column) => Join([.. file.Texts(column)], places, "");

    private static T[] Join<T>(T[] column, int[]? places, T otherwise) =>
        places is null ? column : Array.ConvertAll(places, place => place < 0 ? otherwise : column[place]);
}
