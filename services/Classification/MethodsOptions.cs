using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Classification;

/// <summary>Settings <c>Methods:…</c>.</summary>
public sealed class MethodsOptions
{
    public const string Section = "Methods";

    /// <summary>Folder of the methods (YAML); a relative one is beside the program.</summary>
    /// <value>The methods of the build.</value>
    [Required]
    public string Folder { get; set; } = "Methods";
}
