using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Storage;
using Utanforskap.Ingestion.Watching;

namespace Utanforskap.Ingestion.Reading;

/// <summary>Reads the catalogue, and how fresh each register is.</summary>
internal sealed class RegisterReads(RegisterCatalogue catalogue, IngestionDb database, IConfiguration configuration)
{
    public IReadOnlyList<RegisterInfo> List() => [.. catalogue.Registers.Select(InfoOf)];

    public RegisterInfo? Find(string id) => catalogue.TryFind(id, out var register) ? InfoOf(register) : null;

    public async Task<IReadOnlyList<RegisterStatus>> StatusAsync(CancellationToken cancellationToken)
    {
        var states = await database.Registers.AsNoTracking().ToDictionaryAsync(s => s.Register, cancellationToken);
        var heads = states.Values.Where(s => s.HeadRelease is not null).Select(s => s.HeadRelease!.Value).ToArray();
        var accepted = await database.Releases.Where(r => EF.Parameter(heads).Contains(r.Number))
            .ToDictionaryAsync(r => r.Number, r => r.AcceptedAt, cancellationToken);
        return
        [
            .. catalogue.Registers.Select(r => states.GetValueOrDefault(r.Id) is { } state
                ? new RegisterStatus(
                    r.Id, r.Table, state.HeadRelease, state.HeadRelease is { } head && accepted.TryGetValue(head, out var at) ? at : null,
                    state.LastReadAt, state.LastSeenUpdated, state.LastOutcome?.ToString().ToLowerInvariant(), state.RefusalId, state.OpenUntil,
                    state.FailingSince, state.Failure, state.AbsentSince, AbsenceOf(r, state.AbsentSince))
                : new RegisterStatus(r.Id, r.Table, null, null, null, null, null, null, null, null, null, null, null)),
        ];
    }

    private string? AbsenceOf(Register register, DateTimeOffset? since) => since is not { } at ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"The source {SourceReaders.AddressOf(register, configuration).Authority} has had no table {register.Table} since it was first looked for, {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC. It is read as soon as it comes; if it should be there, check the id in the catalogue's file of the register {register.Id}.");

    private static RegisterInfo InfoOf(Register register) => new(
        register.Id, register.Title.Sv, register.Title.En, register.Country, register.Source.Name,
        register.Source.Kind.ToString().ToLowerInvariant(), register.Table, register.Attribution, register.Licence,
        [.. register.Measures.Select(m => new MeasureInfo(m.Id, m.Kind.ToString().ToLowerInvariant(), m.Unit, m.Optional))]);
}
