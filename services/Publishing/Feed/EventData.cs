using System.Text.Json.Serialization;
using Utanforskap.Contracts.Messages;

namespace Utanforskap.Publishing.Feed;

/// <summary>An area as every answer and event names it.</summary>
/// <param name="Division">The division's id: a code alone is no area.</param>
/// <param name="Code">The code within the division.</param>
/// <param name="Name">The name as published; null if none is known. Not a key.</param>
/// <param name="Municipality">Code of its municipality; null above that level.</param>
/// <param name="County">Code of its county; null above that level.</param>
/// <param name="Invented">True if the area lies in a made-up country, so that its figures are made up too; left out for real areas.</param>
public sealed record AreaRef(
    string Division,
    string Code,
    string? Name,
    string? Municipality,
    string? County,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Invented = false)
{
    public static AreaRef Of(string division, string code, string? name)
    {
        var area = Geography.Division.Find(division) is { } found ? new Geography.AreaCode(found, code) : default(Geography.AreaCode?);
        return new AreaRef(division, code, name, area?.Municipality, area?.County, area?.Division.IsInvented ?? false);
    }

    /// <summary>Names the area in ids and subjects, e.g. <c>RegSO2020/0114R001</c>.</summary>
    [JsonIgnore]
    public string Key => $"{Division}/{Code}";
}

/// <summary>Data of <c>release.ingested</c>.</summary>
public sealed record ReleaseIngestedData(
    long Sequence,
    long Release,
    string ReleaseId,
    string? PreviousReleaseId,
    string Register,
    string Table,
    DateTimeOffset AcceptedAt,
    DateTimeOffset? SourceUpdated,
    IReadOnlyList<ChangedColumn> Changes);

/// <summary>Data of <c>release.refused</c>.</summary>
public sealed record ReleaseRefusedData(
    long Sequence,
    string Refusal,
    string Register,
    string Table,
    DateTimeOffset RefusedAt,
    DateTimeOffset? SourceUpdated,
    IReadOnlyList<RefusalReason> Reasons);

/// <summary>Data of <c>publication.published</c> and <c>publication.corrected</c>.</summary>
/// <param name="Base">The method's publication before; null for the baseline.</param>
/// <param name="Columns">What changed; of a correction only the periods that it corrects.</param>
public sealed record PublicationData(
    long Sequence,
    string Publication,
    string? Base,
    string Method,
    int MethodVersion,
    int Version,
    long Release,
    string? Run,
    DateTimeOffset PublishedAt,
    bool Baseline,
    IReadOnlyList<PublicationColumn> Columns,
    PublicationLinks Links);

/// <summary>What a publication changed in a (division, period).</summary>
public sealed record PublicationColumn(string Division, string Period, string? PreviousPeriod, string Kind, bool First, int Areas, int Classes);

/// <summary>Where to read on: the state with its feed cursor, and the change list.</summary>
public sealed record PublicationLinks(string Publication, string Snapshot, string Changes);

/// <summary>Data of <c>classification.changed</c>: one area, one period.</summary>
/// <param name="Sequence">The event's position in the feed.</param>
/// <param name="PreviousPeriod">Of a new period: the period of the before; else null.</param>
/// <param name="Before">Class before; null if the area had none.</param>
/// <param name="After">Class after; null if it has none any more.</param>
/// <param name="Kind">new-period, revision, method or boundary.</param>
/// <param name="Cause">own, relative or both; null where it is not known.</param>
public sealed record ClassificationChangedData(
    long Sequence,
    string Publication,
    long Release,
    string Method,
    int MethodVersion,
    AreaRef Area,
    string Period,
    string? PreviousPeriod,
    int? Before,
    int? After,
    double? IndexBefore,
    double? IndexAfter,
    string Kind,
    string? Cause);
