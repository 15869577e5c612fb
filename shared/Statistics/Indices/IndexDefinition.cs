using System.Globalization;
using Utanforskap.Definitions;
using Utanforskap.Statistics.Certainty;
using Utanforskap.Statistics.Indices.Combinations;
using Utanforskap.Statistics.Indices.Steps;
using Utanforskap.Statistics.Indices.Summaries;

namespace Utanforskap.Statistics.Indices;

/// <summary>An index as data: inputs, and series that are made of them one after another. Immutable.</summary>
/// <param name="Id">A slug, e.g. <c>sei</c>.</param>
/// <param name="Version">The definition's version, e.g. <c>1.0.0</c>: results of different versions are not compared without saying so.</param>
/// <param name="Status">What the definition stands for.</param>
/// <param name="Areas">Which areas take part.</param>
/// <param name="Inputs">What is read, by id.</param>
/// <param name="Series">What is made, in the order in which it is calculated: each reads inputs and series before it.</param>
/// <param name="Summaries">Results for higher levels, such as districts.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Reference">Where the method comes from.</param>
public sealed record IndexDefinition(
    string Id,
    string Version,
    DefinitionStatus Status,
    AreaRules Areas,
    IReadOnlyList<Input> Inputs,
    IReadOnlyList<Series> Series,
    IReadOnlyList<Summary> Summaries,
    LocalText? Name = null,
    string? Reference = null)
{
    /// <summary>How sure the results are, as far as the definition states it; null: it states nothing.</summary>
    public CertaintyModel? Certainty { get; init; }
}

/// <summary>What a definition stands for.</summary>
public enum DefinitionStatus
{
    /// <summary>A method in use.</summary>
    InUse,

    /// <summary>An example whose limits or weights are invented: it is never published over real areas.</summary>
    Example,
}

/// <summary>Which areas take part; the others are missing in every series.</summary>
/// <param name="Key">The column of the areas' codes; null: the data's first.</param>
/// <param name="Require">Inputs that an area must have.</param>
/// <param name="Available">The least share of all inputs that an area must have, from 0 to 1.</param>
public sealed record AreaRules(string? Key, IReadOnlyList<string> Require, double Available = 0)
{
    /// <summary>The least value that an area must have, by input, e.g. a population of 50; an area that lacks the input takes no part either.</summary>
    public IReadOnlyDictionary<string, double> AtLeast { get; init; } = new Dictionary<string, double>();

    /// <summary>The most that an area may have, by input.</summary>
    public IReadOnlyDictionary<string, double> AtMost { get; init; } = new Dictionary<string, double>();

    /// <summary>All areas.</summary>
    public static AreaRules All { get; } = new(null, []);
}

/// <summary>A figure that is read for each area.</summary>
/// <param name="Id">What series call it.</param>
/// <param name="Source">A column, or two columns divided.</param>
public sealed record Input(string Id, InputSource Source)
{
    /// <summary>A higher value lowers the index.</summary>
    public bool Falling { get; init; }

    /// <summary>The value that is aimed at, which steps read; null: none.</summary>
    public double? Target { get; init; }

    /// <summary>The lower goalpost, which steps read; null: none.</summary>
    public double? LowerPost { get; init; }

    /// <summary>The upper goalpost; null: none.</summary>
    public double? UpperPost { get; init; }

    /// <summary>Texts that stand for a missing figure in the data, beside the usual.</summary>
    public IReadOnlyList<string> Missing
    {
        get;
        init
        {
            field = value;
            MissingNumbers = [.. value.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).Where(double.IsFinite)];
        }
    } = [];

    /// <summary>Those of them that are numbers: other inputs of the same column may read them as figures.</summary>
    public IReadOnlyList<double> MissingNumbers { get; private init; } = [];

    /// <summary>What separates thousands in the data, if anything.</summary>
    public char? Thousands { get; init; }

    /// <summary>What stands after each figure in the data, e.g. <c>%</c>; null: nothing.</summary>
    public string? Suffix { get; init; }

    /// <summary>The lowest figure that is possible; null: none.</summary>
    public double? Lowest { get; init; }

    /// <summary>The highest figure that is possible; null: none.</summary>
    public double? Highest { get; init; }

    /// <summary>A column with the year that each area's figure is of; null: the year of the run.</summary>
    public string? PeriodColumn { get; init; }

    /// <summary>How many years old a figure may be; an older one is missing. Null: any age.</summary>
    public int? MaximumAge { get; init; }

    /// <summary>It may be missing in all areas: then what is made of it alone is missing too, rather than an error.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The version of the indicator's own definition that limits are set for; null: any.</summary>
    public string? DefinitionVersion { get; init; }

    /// <summary>How figures of other versions of the indicator's definition become comparable, by version; without a bridge they cannot be assessed.</summary>
    public IReadOnlyDictionary<string, Bridge> Bridges { get; init; } = new Dictionary<string, Bridge>();

    /// <summary>What a reader of limits has to know, e.g. that the indicator itself is relative to each year's median.</summary>
    public string? Note { get; init; }

    /// <summary>The columns it needs.</summary>
    public IEnumerable<string> Columns => Source.Columns;
}

/// <summary>Makes figures of one version of an indicator comparable with another's: figure · <paramref name="Multiply"/> + <paramref name="Add"/>.</summary>
/// <param name="Multiply">The factor.</param>
/// <param name="Add">What is added after.</param>
public sealed record Bridge(double Multiply = 1, double Add = 0);

/// <summary>Where an input's figures stand.</summary>
/// <param name="Column">The column of the figures, or of the numerator.</param>
/// <param name="Denominator">The column that they are divided by; null: none.</param>
/// <param name="Per">What the quotient is multiplied by, 100 for per cent.</param>
public sealed record InputSource(string Column, string? Denominator = null, double Per = 1)
{
    /// <summary>The columns in order.</summary>
    public IEnumerable<string> Columns => Denominator is null ? [Column] : [Column, Denominator];
}

/// <summary>One column that is made: from where, and by which steps.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Origin">What it starts from.</param>
/// <param name="Steps">What is done to each value, in order.</param>
public sealed record Series(string Id, Origin Origin, IReadOnlyList<Step> Steps)
{
    /// <summary>The names of its classes from class 1, if it gives classes and they have names.</summary>
    public IReadOnlyList<LocalText> ClassNames { get; init; } = [];

    /// <summary>Whether it is written out.</summary>
    public bool Shown { get; init; } = true;

    /// <summary>Every value is 0, 1 or missing.</summary>
    public bool IsFlag => Steps.Count > 0 ? Steps[^1] is Limit : Origin is Combination { Kind: CombinationKind.AtLeast };

    /// <summary>Every value is a class from 1, or missing.</summary>
    public bool IsClass => Steps.Count > 0 ? Steps[^1] is Classes or RankGroup : Origin is Combination { Kind: CombinationKind.FirstTrue };

    /// <summary>How many classes it has; 0 where it gives none.</summary>
    public int ClassCount => !IsClass ? 0 : (Steps.Count == 0 ? null : Steps[^1]) switch
    {
        Classes classes => classes.Number,
        RankGroup groups => groups.Count,
        _ => ((Combination)Origin).Parts.Count + 1,
    };
}
