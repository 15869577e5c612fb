using Utanforskap.Contracts;
using Utanforskap.Publishing.Feed;

namespace Utanforskap.Publishing.Publications;

/// <summary>A draft that got its place: what it is called, its change list and the events that tell the world.</summary>
internal sealed class Edition(
    Draft draft,
    long sequence,
    Occasion occasion,
    DateTimeOffset publishedAt,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> names)
{
    private readonly string id = ContentId.Of("publication", draft.Outcome.RunId, draft.Base?.Id);

    private string Method => draft.Outcome.Method;

    private int Version => (draft.Base?.Version ?? 0) + 1;

    public Publication Publication(long feedPosition) => new()
    {
        Sequence = sequence,
        Id = id,
        Method = Method,
        Version = Version,
        MethodVersion = draft.Outcome.Version,
        BaseId = draft.Base?.Id,
        RunId = draft.Outcome.RunId,
        Release = occasion.Release,
        CompletedRelease = occasion.Completes,
        PublishedAt = publishedAt,
        FeedPosition = feedPosition,
    };

    public IEnumerable<PublishedColumn> Columns() => draft.Columns.Select(c => new PublishedColumn
    {
        Sequence = sequence,
        Method = Method,
        Division = c.Division,
        Period = c.Period,
        Kind = c.Kind,
        PreviousPeriod = c.PreviousPeriod,
        First = c.First,
        Areas = c.Areas,
        Classes = c.Classes,
    });

    public IEnumerable<AreaChange> Changes() => draft.Columns.SelectMany(c => c.Differences.Select(d => new AreaChange
    {
        Sequence = sequence,
        Method = Method,
        Division = c.Division,
        Period = c.Period,
        Area = d.Area,
        ClassBefore = d.Before.Class,
        ClassAfter = d.After.Class,
        IndexBefore = d.Before.Index,
        IndexAfter = d.After.Index,
        Kind = c.Kind,
        Cause = c.Causes.GetValueOrDefault(d.Area),
    }));

    /// <summary>The publication first, then a correction if it is one, then each area whose class is another: by division, period and area.</summary>
    public IEnumerable<NewEvent> Events()
    {
        yield return Told(EventTypes.PublicationPublished, draft.Columns);
        var corrected = draft.Columns.Where(c => c is { Kind: ChangeKinds.Revision, Classes: > 0 }).ToList();
        if (corrected.Count > 0)
        {
            yield return Told(EventTypes.PublicationCorrected, corrected);
        }

        foreach (var column in draft.Columns)
        {
            foreach (var difference in column.Differences.Where(d => d.IsOfClass))
            {
                yield return Changed(column, difference);
            }
        }
    }

    private NewEvent Told(string type, IReadOnlyList<DraftColumn> columns) => new(
        type,
        id,
        AreaKey: null,
        Subject: Method,
        RoutingKey: RoutingKeys.Of(type, Method),
        publishedAt,
        position => new PublicationData(
            position,
            id,
            draft.Base?.Id,
            Method,
            draft.Outcome.Version,
            Version,
            occasion.Release,
            draft.Outcome.RunId,
            publishedAt,
            draft.IsBaseline,
            [.. columns.Select(c => new PublicationColumn(c.Division, c.Period, c.PreviousPeriod, c.Kind, c.First, c.Areas, c.Classes))],
            new PublicationLinks(
                $"/api/v1/publications/{id}",
                $"/api/v1/snapshot?method={Uri.EscapeDataString(Method)}",
                $"/api/v1/changes?publication={id}")))
    {
        Method = Method,
    };

    private NewEvent Changed(DraftColumn column, Difference difference)
    {
        var area = AreaRef.Of(column.Division, difference.Area, names[column.Division].GetValueOrDefault(difference.Area));
        return new NewEvent(
            EventTypes.ClassificationChanged,
            id,
            AreaKey: $"{area.Key}/{column.Period}",
            Subject: area.Key,
            RoutingKey: RoutingKeys.Of(EventTypes.ClassificationChanged, Method, area.County, area.Municipality, area.Code),
            publishedAt,
            position => new ClassificationChangedData(
                position,
                id,
                occasion.Release,
                Method,
                draft.Outcome.Version,
                area,
                column.Period,
                column.PreviousPeriod,
                difference.Before.Class,
                difference.After.Class,
                difference.Before.Index,
                difference.After.Index,
                column.Kind,
                column.Causes.GetValueOrDefault(difference.Area)))
        {
            Method = Method,
            Division = column.Division,
            Area = difference.Area,
            Period = column.Period,
        };
    }
}
