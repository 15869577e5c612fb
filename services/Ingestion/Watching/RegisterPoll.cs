using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Messages;
using Utanforskap.Ingestion.Boundaries;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Gates;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Refusals;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Hosting;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Reads one register at its source and takes in what came. Here the release's trace begins.</summary>
internal sealed class RegisterPoll(IServiceScopeFactory scopes, SourceReaders readers, IngestionMeters meters, ILogger<RegisterPoll> log)
{
    private const string JsonStat = "application/json";

    /// <summary>Reads the register; what is wrong with the table becomes a refusal.</summary>
    /// <param name="register">The register.</param>
    /// <param name="listed">The source's <c>updated</c> in the listing that led to this reading.</param>
    /// <param name="released">Whether the register has a release: only then is a table that the source does not have one that is gone.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="SourceUnavailableException">The source cannot be read just now.</exception>
    /// <exception cref="TableMissingException">The source does not have the table, and may never have had it.</exception>
    public async Task<IntakeResult> ReadAsync(Register register, DateTimeOffset? listed, bool released, CancellationToken cancellationToken)
    {
        Activity.Current = null;
        using var span = Telemetry.Source.StartActivity("poll");
        span?.SetTag("register", register.Id).SetTag("table", register.Table);
        await using var scope = scopes.CreateAsyncScope();
        var result = await ReadAsync(scope.ServiceProvider, register, released, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IngestionDb>().Registers.Where(s => s.Register == register.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LastSeenUpdated, listed), cancellationToken);
        Tell(register, result, span);
        return result;
    }

    private async Task<IntakeResult> ReadAsync(IServiceProvider services, Register register, bool released, CancellationToken cancellationToken)
    {
        var intake = services.GetRequiredService<ReleaseIntake>();
        try
        {
            if (register.Boundaries is not null)
            {
                await using var layer = await ReadLayerAsync(register, cancellationToken);
                return await services.GetRequiredService<BoundaryIntake>().TakeAsync(
                    new IncomingBoundaries(register, layer.Set, layer.Raw, Origin.Poll, Actor: null), overruling: null, cancellationToken);
            }

            await using var reading = await ReadSourceAsync(register, cancellationToken);
            return await intake.TakeAsync(
                new IncomingTable(register, reading.Cube, reading.Raw, JsonStat, Origin.Poll, Actor: null), cancellationToken);
        }
        catch (SourceFormatException unreadable)
        {
            var reason = new RefusalReason(GateNames.Unreadable, $"{register.Table}, {unreadable.Place}", unreadable.Problem);
            return await RefuseAsync(intake, register, [reason], cancellationToken);
        }
        catch (TableRestructuredException restructured)
        {
            return await RefuseAsync(
                intake, register, [.. restructured.Problems.Select(p => new RefusalReason(GateNames.Restructured, register.Table, p))], cancellationToken);
        }
        catch (Exception gone) when ((gone is TableMissingException && released) || gone is SourceRequestRefusedException)
        {
            return await RefuseAsync(intake, register, [new RefusalReason(GateNames.Restructured, register.Table, gone.Message)], cancellationToken);
        }
    }

    private async Task<TableReading> ReadSourceAsync(Register register, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("read");
        return await readers.ReadAsync(register, cancellationToken);
    }

    private async Task<LayerReading> ReadLayerAsync(Register register, CancellationToken cancellationToken)
    {
        using var span = Telemetry.Source.StartActivity("read");
        return await readers.ReadLayerAsync(register, cancellationToken);
    }

    /// <summary>There is no table to keep, so the reasons name the content.</summary>
    private static Task<IntakeResult> RefuseAsync(
        ReleaseIntake intake, Register register, IReadOnlyList<RefusalReason> reasons, CancellationToken cancellationToken)
    {
        var hash = ContentId.Of(["reasons", .. reasons.Select(r => $"{r.Gate} {r.Place} {r.Message}")]);
        var content = new RefusedContent(register.Table, hash, null, Origin.Poll, null, JsonStat, null, null);
        return intake.RefuseAsync(register, content, reasons, cancellationToken);
    }

    private void Tell(Register register, IntakeResult result, Activity? span)
    {
        switch (result)
        {
            case IntakeResult.Accepted accepted:
                meters.Read(register.Id, "accepted");
                span?.SetTag("release", accepted.Number);
                log.LogInformation("{Register} ({Table}) is release {Release}", register.Id, register.Table, accepted.Number);
                break;
            case IntakeResult.Refused { Repeated: false } refused:
                meters.Read(register.Id, "refused");
                span?.SetStatus(ActivityStatusCode.Error, "refused").SetTag("refusal", refused.RefusalId);
                log.LogWarning("{Register} ({Table}) is refused: {Reason}", register.Id, register.Table, refused.Reasons[0].Message);
                break;
            case IntakeResult.Refused:
                meters.Read(register.Id, "refused");
                break;
            default:
                meters.Read(register.Id, "unchanged");
                break;
        }
    }
}
