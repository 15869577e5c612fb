using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Indicators;

/// <summary>Settings <c>Indicators:…</c>; relative folders are beside the program.</summary>
public sealed class IndicatorsOptions
{
    public const string Section = "Indicators";

    /// <summary>Folder of the definitions (YAML).</summary>
    /// <value>The definitions of the build.</value>
    [Required]
    public string Folder { get; set; } = "Definitions";

    /// <summary>Folder of the keys between divisions (csv).</summary>
    /// <value>The keys of the build.</value>
    [Required]
    public string Keys { get; set; } = "Keys";

    /// <summary>What is counted in the parts of areas to share out other counts by, when figures are converted between divisions.</summary>
    /// <value><c>population/persons</c>.</value>
    [Required]
    public string WeightMeasure { get; set; } = "population/persons";
}
