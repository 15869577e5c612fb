using System.ComponentModel.DataAnnotations;

namespace Utanforskap.Simulator;

/// <summary>Settings, section <c>Simulator</c>. The limits are those that Statistics Sweden's API states in its <c>/config</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Simulator";

    /// <summary><c>sample</c>: the made-up country; otherwise a folder of releases.</summary>
    [Required]
    public string Registers { get; set; } = "sample";

    /// <summary>Folder that remembers what has been released; without one a restart begins before the first release.</summary>
    public string? State { get; set; }

    /// <summary>Seed of the made-up country.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Number of small areas (as RegSO) of the made-up country.</summary>
    [Range(1, 400_000)]
    public int Areas { get; set; } = 3363;

    /// <summary>Seconds between releases that come by themselves; 0: only on request.</summary>
    [Range(0, 86_400)]
    public double ClockSeconds { get; set; }

    /// <summary>Path that the API lies under.</summary>
    [RegularExpression("^(/[A-Za-z0-9._-]+)+$", ErrorMessage = "RoutePrefix must be a path as /api/v2.")]
    public string RoutePrefix { get; set; } = "/api/v2";

    /// <summary>Most cells in one answer.</summary>
    [Range(1, int.MaxValue)]
    public int MaxDataCells { get; set; } = 150_000;

    /// <summary>Most calls of one client in a window; 0: no limit.</summary>
    [Range(0, int.MaxValue)]
    public int MaxCallsPerTimeWindow { get; set; } = 3;

    /// <summary>Length of the window in seconds.</summary>
    [Range(1, 3600)]
    public int TimeWindow { get; set; } = 1;

    /// <summary>Tables in a page of a listing where the client does not say.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 20;

    /// <summary>Encoding of csv and px answers, <c>iso-8859-1</c> or <c>utf-8</c>.</summary>
    [RegularExpression("^(iso-8859-1|utf-8)$", ErrorMessage = "CodePage must be iso-8859-1 or utf-8.")]
    public string CodePage { get; set; } = "iso-8859-1";
}
