using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Publishing.Feed;

namespace Utanforskap.Publishing.Publications;

/// <summary>A draft that got its place: what it is called, its change list and the events that tell the world.</summary>
/// <param name="contentHash">Over the method's whole state with this draft.</param>
internal sealed class Edition(
    Draft draft,
    long sequence,
    Occasion occasion,
    DateTimeOffset publishedAt,
    string contentHash,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> names)
{
    private readonly string id = draft.Withdrawal is { } withdrawal
        ? ContentId.Of("withdrawal", withdrawal.Of.Id, draft.Base?.Id)
        : ContentId.Of("publication", draft.Outcome.RunId, draft.Base?.Id);

    private string Method => draft.Outcome.Method;

    private int Number => (draft.Base?.Edition ?? 0) + 1;

    /// <summary>The row; its feed position is known when its events are told.</summary>
    public Publication Publication() => new()
    {
        Sequence = sequence,
        Id = id,
        Method = Method,
        Edition = Number,
        Major = draft.Version.Major,
        Minor = draft.Version.Minor,
        Patch = draft.Version.Patch,
        MethodVersion = draft.Outcome.Version,
        BaseId = draft.Base?.Id,
        RunId = draft.Outcome.RunId,
        Release = draft.Release,
        CompletedRelease = occasion.From,
        KnownRelease = occasion.Completes,
        PublishedAt = publishedAt,
        FeedPosition = 0,
        Engine = EngineVersion.Current,
        ContentHash = contentHash,
        Status = draft.Info.Status,
        CandidateId = occasion.Candidate,
        WithdrawsId = draft.Withdrawal?.Of.Id,
        Actor = draft.Withdrawal?.Actor,
        Reason = draft.Withdrawal?.Reason,
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
        Ended = c.Ended,
        Release = c.Lineage.Release,
        MethodVersion = c.Lineage.MethodVersion,
        RunId = c.Lineage.Run,
        Engine = c.Lineage.Engine,
        Inputs = JsonSerializer.Serialize(c.Facts.Inputs, WireJson.Options),
        Limits = JsonSerializer.Serialize(c.Facts.Limits, WireJson.Options),
        ContentHash = c.Lineage.Hash,
    });

    public IEnumerable<AreaChange> Changes() => draft.Changes(sequence);

    /// <summary>The publication first, then a correction if classes that were published are others now, then each area whose class is another: by division, period and area.</summary>
    public IEnumerable<NewEvent> Events()
    {
        yield return Told(EventTypes.PublicationPublished, position => Data(position, draft.Columns));
        var corrected = draft.Columns.Where(c => c.Corrects).ToList();
        if (corrected.Count > 0)
        {
            yield return Told(EventTypes.PublicationCorrected, position => new CorrectionData(
                Data(position, corrected),
                [.. corrected.SelectMany(c => c.Differences.Where(d => d.IsTold).Select(d =>
                    new CorrectedArea(c.Division, d.Area, c.Period, d.Before.Class, d.After.Class, NeedList.Read(d.Before.Needs), NeedList.Read(d.After.Needs))))]));
        }

        foreach (var column in draft.Columns)
        {
            foreach (var difference in column.Differences.Where(d => d.IsTold))
            {
                yield return Changed(column, difference);
            }
        }
    }

    private NewEvent Told(string type, Func<long, PublicationData> data) => new(
        type,
        id,
        AreaKey: null,
        Subject: Method,
        RoutingKey: RoutingKeys.Of(type, Method),
        publishedAt,
        data)
    {
        Method = Method,
    };

    private PublicationData Data(long position, IReadOnlyList<DraftColumn> columns) => new(
        position,
        id,
        draft.Base?.Id,
        Method,
        draft.Outcome.Version,
        draft.Version.ToString(),
        Number,
        draft.Info.Status,
        draft.Release,
        draft.Outcome.RunId,
        publishedAt,
        draft.IsBaseline,
        draft.Withdrawal is { } withdrawal ? new WithdrawalInfo(withdrawal.Of.Id, withdrawal.Reason) : null,
        [.. columns.Select(c => c.Told)],
        new PublicationLinks(
            $"/api/v1/publications/{id}",
            $"/api/v1/snapshot?method={Uri.EscapeDataString(Method)}",
            $"/api/v1/changes?publication={id}"));

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
                draft.Release,
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
                column.Why.CauseOf(difference),
                NeedList.Read(difference.Before.Needs),
                NeedList.Read(difference.After.Needs),
                column.Why.Of(difference)))
        {
            Method = Method,
            Division = column.Division,
            Area = difference.Area,
            Period = column.Period,
        };
    }
}
