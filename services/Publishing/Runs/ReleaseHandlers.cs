using System.Diagnostics;
using System.Text.Json;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Feed;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing.Runs;

/// <summary>Notes a new release. The world is told of it when it becomes visible (<see cref="Announcing"/>).</summary>
internal sealed class ReleaseIngestedHandler(PublishingDb db) : IMessageHandler<ReleaseIngested>
{
    public async Task HandleAsync(ReleaseIngested message, CancellationToken cancellationToken)
    {
        if (await db.Releases.FindAsync([message.Release], cancellationToken) is not null)
        {
            return;
        }

        db.Releases.Add(new KnownRelease
        {
            Release = message.Release,
            ReleaseId = message.ReleaseId,
            Register = message.Register,
            Table = message.Table,
            AcceptedAt = message.AcceptedAt,
            SourceUpdated = message.SourceUpdated,
            Message = JsonSerializer.Serialize(message, WireJson.Options),
            TraceParent = Activity.Current?.Id,
        });
        db.RunStages.Add(RunStage.Of(
            message.Release,
            Stages.Ingestion,
            message.AcceptedAt,
            message.AcceptedAt,
            message.Changes.Count > 0 ? null : "No measure of the catalogue changed."));
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Tells the world that a gate said no.</summary>
internal sealed class ReleaseRefusedHandler(FeedWriter feed) : IMessageHandler<ReleaseRefused>
{
    public async Task HandleAsync(ReleaseRefused message, CancellationToken cancellationToken)
    {
        await feed.AppendAsync([Event(message)], cancellationToken);
        PublishingMeasures.Refused(message.Register);
    }

    private static NewEvent Event(ReleaseRefused message) => new(
        EventTypes.ReleaseRefused,
        message.RefusalId,
        AreaKey: null,
        Subject: $"{message.Register}/{message.RefusalId}",
        RoutingKeys.Of(EventTypes.ReleaseRefused, message.Register),
        message.RefusedAt,
        position => new ReleaseRefusedData(
            position,
            message.RefusalId,
            message.Register,
            message.Table,
            message.RefusedAt,
            message.SourceUpdated,
            message.Reasons))
    {
        Register = message.Register,
    };
}

/// <summary>Notes that Indicators ended a release.</summary>
internal sealed class IndicatorsRecalculatedHandler(PublishingDb db) : IMessageHandler<IndicatorsRecalculated>
{
    public async Task HandleAsync(IndicatorsRecalculated message, CancellationToken cancellationToken)
    {
        if (await db.RunStages.FindAsync([message.Release, Stages.Indicators], cancellationToken) is null)
        {
            db.RunStages.Add(RunStage.Of(
                message.Release,
                Stages.Indicators,
                message.StartedAt,
                message.CompletedAt,
                message.Changes.Count > 0 ? null : message.Unchanged ?? "No indicator changed."));
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
