using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts;
using Utanforskap.Publishing.Publications;

namespace Utanforskap.Publishing.Verifying;

/// <summary>Verifies publications, keeps what came of it and tells operators.</summary>
internal sealed class Verifications(PublishingDb db, IDbContextFactory<PublishingDb> contexts, Verifier verifier, ILogger<Verifications> log)
{
    /// <summary>Verifies and keeps.</summary>
    public async Task<VerificationReport> RunAsync(Publication publication, bool wholeState, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var report = await verifier.RunAsync(publication, wholeState, at, cancellationToken);
        await KeepAsync(report, cancellationToken);
        PublishingMeasures.Verified(report.Method, Word(report.Outcome), report.Seconds);
        Tell(report);
        return report;
    }

    /// <summary>Lets one of several instances verify a publication at a time; false for the others.</summary>
    public async Task<bool> ClaimAsync(Publication publication, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // In a context of its own: a row that another instance inserted first spoils nothing else.
        await using var claims = await contexts.CreateDbContextAsync(cancellationToken);
        claims.Verifications.Add(new Verification { PublicationId = publication.Id, At = at, Engine = EngineVersion.Current });
        try
        {
            await claims.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            if (await claims.Verifications.AsNoTracking().AnyAsync(v => v.PublicationId == publication.Id && v.At == at, cancellationToken))
            {
                return false;
            }

            throw;
        }
    }

    /// <summary>The reports of a publication, newest first.</summary>
    public async Task<IReadOnlyList<VerificationReport>> OfAsync(string publication, int most, CancellationToken cancellationToken)
    {
        var documents = await db.Verifications.AsNoTracking().Where(v => v.PublicationId == publication && v.Document != null)
            .OrderByDescending(v => v.At).Select(v => v.Document!).Take(most).ToListAsync(cancellationToken);
        return [.. documents.Select(d => JsonSerializer.Deserialize<VerificationReport>(d, WireJson.Options)!)];
    }

    private async Task KeepAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var document = JsonSerializer.Serialize(report, WireJson.Options);
        VerificationOutcome? outcome = report.Outcome;
        var claimed = await db.Verifications.Where(v => v.PublicationId == report.Publication && v.At == report.At).ExecuteUpdateAsync(
            set => set.SetProperty(v => v.Outcome, outcome).SetProperty(v => v.Document, document), cancellationToken);
        if (claimed == 0)
        {
            db.Verifications.Add(new Verification
            {
                PublicationId = report.Publication, At = report.At, Engine = report.Engine, Outcome = outcome, Document = document,
            });
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private void Tell(VerificationReport report)
    {
        if (report.Verified)
        {
            log.LogInformation(
                "{Publication} ({Method} {Version}) comes out as it was published; {Columns} columns took {Seconds:0.0} s", report.Publication, report.Method, report.Version, report.Columns.Count, report.Seconds);
            return;
        }

        log.LogError(
            "{Publication} ({Method} {Version}) does not come out as it was published: {Outcome}. {What}",
            report.Publication,
            report.Method,
            report.Version,
            report.Outcome,
            string.Join(' ', report.Columns.Where(c => c.Outcome is ColumnOutcome.Differs or ColumnOutcome.NotRecomputable)
                .Select(c => $"{c.Division} {c.Period}: {c.Outcome}, {c.Areas} areas{(c.Cells.Count > 0 ? $", first {c.Cells[0].Area} ({c.Cells[0].Part})" : "")}. {string.Join(' ', c.Reasons)}")
                .Concat(report.Indicators.SelectMany(i => i.Differing).Select(d => $"{d.Series} {d.Division} {d.Period}: {d.Areas} areas, first {d.First}."))
                .Concat(report.Indicators.Select(i => i.Problem).OfType<string>())
                .Concat(report.State is null ? [] : [report.State])));
    }

    public static string Word(VerificationOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());
}
