namespace Utanforskap.Publishing.Feed;

/// <summary>The public CloudEvents types. A type's data only ever gains members; anything else becomes a v2 beside it.</summary>
public static class EventTypes
{
    public const string ReleaseIngested = Prefix + "release.ingested" + Suffix;
    public const string ReleaseRefused = Prefix + "release.refused" + Suffix;
    public const string PublicationPublished = Prefix + "publication.published" + Suffix;
    public const string PublicationCorrected = Prefix + "publication.corrected" + Suffix;
    public const string ClassificationChanged = Prefix + "classification.changed" + Suffix;

    private const string Prefix = "se.utanforskap.";
    private const string Suffix = ".v1";

    public static IReadOnlyList<string> All { get; } =
        [ReleaseIngested, ReleaseRefused, PublicationPublished, PublicationCorrected, ClassificationChanged];

    /// <summary>The type that is meant by its full name or by the part between prefix and version; null if none.</summary>
    public static string? Find(string name) => All.FirstOrDefault(type => type == name || ShortName(type) == name);

    /// <summary>E.g. <c>classification.changed</c>.</summary>
    public static string ShortName(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type[Prefix.Length..^Suffix.Length];
    }
}
