using System.Globalization;

namespace Utanforskap.Publishing.Publications;

/// <summary>How much a publication changes of what a reader relied on; the highest applies.</summary>
public enum VersionStep
{
    /// <summary>Other figures for what was published, or the withdrawal of a minor or patch version.</summary>
    Patch,

    /// <summary>A new period, or new areas in a period that was published.</summary>
    Minor,

    /// <summary>Another definition of the method, the first period on a new division, or the withdrawal of such a version: the classes do not mean the same as before.</summary>
    Major,
}

/// <summary>A publication's version, MAJOR.MINOR.PATCH; ordered as numbers. It is assigned at publication and never changes.</summary>
public readonly record struct SemanticVersion(int Major, int Minor, int Patch)
{
    /// <summary>The version of a method's baseline.</summary>
    public static SemanticVersion First { get; } = new(1, 0, 0);

    /// <summary>The version after this one.</summary>
    public SemanticVersion Next(VersionStep step) => step switch
    {
        VersionStep.Major => new(Major + 1, 0, 0),
        VersionStep.Minor => new(Major, Minor + 1, 0),
        _ => new(Major, Minor, Patch + 1),
    };

    /// <summary>E.g. <c>1.2.0</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
}
