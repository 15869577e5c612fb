using System.Text.Json.Serialization;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Publications;
using Utanforskap.Contracts.Reading;

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

/// <summary>Data of <c>publication.published</c>.</summary>
/// <param name="Base">The method's publication before; null for the baseline.</param>
/// <param name="Version">MAJOR.MINOR.PATCH.</param>
/// <param name="Edition">1, 2, 3 … within the method.</param>
/// <param name="Status">example: the results only show how the method works.</param>
/// <param name="Withdraws">The publication that this one takes back; null in any other.</param>
/// <param name="Columns">What changed; of a correction only the periods that it corrects.</param>
public record PublicationData(
    long Sequence,
    string Publication,
    string? Base,
    string Method,
    int MethodVersion,
    string Version,
    int Edition,
    MethodStatus Status,
    long Release,
    string? Run,
    DateTimeOffset PublishedAt,
    bool Baseline,
    WithdrawalInfo? Withdraws,
    IReadOnlyList<PublicationColumn> Columns,
    PublicationLinks Links);

/// <summary>What is taken back, and why.</summary>
public sealed record WithdrawalInfo(string Publication, string Reason);

/// <summary>Data of <c>publication.corrected</c>: that of the publication, with every area whose published class or need is another.</summary>
public sealed record CorrectionData : PublicationData
{
    public CorrectionData(PublicationData publication, IReadOnlyList<CorrectedArea> areas)
        : base(publication) => Areas = areas;

    /// <summary>By division, period and code.</summary>
    public IReadOnlyList<CorrectedArea> Areas { get; init; }
}

/// <summary>An area whose class or needs of a published period are others now; the period's column tells of which kind the change is.</summary>
/// <param name="Before">The class that was published; null if the area had none.</param>
/// <param name="After">The class now; null if it has none any more.</param>
/// <param name="NeedsBefore">The specific needs that were published; null where the method tells none.</param>
/// <param name="NeedsAfter">The specific needs now.</param>
public sealed record CorrectedArea(
    string Division, string Code, string Period, int? Before, int? After, NeedList? NeedsBefore = null, NeedList? NeedsAfter = null);

/// <summary>What a publication changed in a (division, period).</summary>
public sealed record PublicationColumn(string Division, string Period, string? PreviousPeriod, string Kind, bool First, int Areas, int Classes);

/// <summary>Where to read on: the state with its feed cursor, and the change list.</summary>
public sealed record PublicationLinks(string Publication, string Snapshot, string Changes);

/// <summary>Data of <c>classification.changed</c>: one area, one period.</summary>
/// <param name="Sequence">The event's position in the feed.</param>
/// <param name="PreviousPeriod">Of a new period: the period of the before; else null.</param>
/// <param name="Before">Class before; null if the area had none.</param>
/// <param name="After">Class after; null if it has none any more.</param>
/// <param name="Kind">new-period, revision, method, boundary or withdrawal.</param>
/// <param name="Cause">own, relative, both-needed, either-suffices, masked or method; of areas of which only needs differ, what all of them have in common; null where it is not known.</param>
/// <param name="NeedsBefore">Its specific needs before; null where the method tells none.</param>
/// <param name="NeedsAfter">Its specific needs after.</param>
/// <param name="Explanation">What the change consists of, and how sure the class is; null where that is not known.</param>
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
    string? Cause,
    NeedList? NeedsBefore,
    NeedList? NeedsAfter,
    ChangeExplanation? Explanation);
