using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Boundaries;

/// <summary>Finds and reads kept borders.</summary>
internal sealed class BoundaryStore(IngestionDb database, RegisterCatalogue catalogue, KeptBytesStore kept)
{
    /// <summary>The release whose borders of a division hold as of a release; null while none has come.</summary>
    public async Task<Release?> FindAsync(Division division, long asOf, CancellationToken cancellationToken)
    {
        string[] registers = [.. catalogue.Registers.Where(r => division.Equals(r.Boundaries?.Division)).Select(r => r.Id)];
        return await database.Releases.AsNoTracking().Where(r => EF.Parameter(registers).Contains(r.Register) && r.Number <= asOf)
            .OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The divisions whose borders are known as of a release, by id.</summary>
    public async Task<IReadOnlyList<KnownBoundaries>> ListAsync(long asOf, CancellationToken cancellationToken)
    {
        var known = new List<KnownBoundaries>();
        foreach (var register in catalogue.Registers.Where(r => r.Boundaries is not null).OrderBy(r => r.Boundaries!.Division.Id, StringComparer.Ordinal))
        {
            var newest = await database.Releases.AsNoTracking().Where(r => r.Register == register.Id && r.Number <= asOf)
                .OrderByDescending(r => r.Number).FirstOrDefaultAsync(cancellationToken);
            if (newest is not null)
            {
                known.Add(new KnownBoundaries(register.Boundaries!.Division.Id, newest.Number, newest.AcceptedAt, newest.Cells, register.Attribution, register.Licence));
            }
        }

        return known;
    }

    /// <summary>The borders of a release.</summary>
    public async Task<BoundarySet> ReadAsync(string releaseId, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        return await kept.CopyToAsync(KeptBytesStore.OfBorders(releaseId), lines, cancellationToken)
            ? BoundaryLines.Read(new MemoryStream(lines.GetBuffer(), 0, (int)lines.Length))
            : throw new InvalidDataException($"The release {releaseId} has no borders.");
    }
}
