using Microsoft.EntityFrameworkCore;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.Ingestion.Storage;

/// <summary>Keeps large bytes in the database in pieces, so that none is ever whole in memory.</summary>
public sealed class KeptBytesStore(IngestionDb database, IBulkWriter bulk)
{
    private const int PieceBytes = 1 << 20;

    public static string OfRelease(string releaseId) => $"release/{releaseId}";

    public static string OfBorders(string releaseId) => $"borders/{releaseId}";

    public static string OfRefusal(string refusalId) => $"refusal/{refusalId}";

    public static string OfRefusedTable(string refusalId) => $"table/{refusalId}";

    /// <summary>Keeps a stream, from where it stands to its end, under a name that has nothing yet.</summary>
    public Task WriteAsync(string owner, Stream stream, CancellationToken cancellationToken) =>
        bulk.WriteAsync(database, Pieces(owner, stream), cancellationToken);

    /// <summary>Copies what is kept under a name; returns whether there was anything.</summary>
    public async Task<bool> CopyToAsync(string owner, Stream target, CancellationToken cancellationToken)
    {
        for (var part = 0; ; part++)
        {
            var next = part;
            var bytes = await database.Kept.AsNoTracking().Where(k => k.Owner == owner && k.Part == next)
                .Select(k => k.Bytes).FirstOrDefaultAsync(cancellationToken);
            if (bytes is null)
            {
                return part > 0;
            }

            await target.WriteAsync(bytes, cancellationToken);
        }
    }

    private static IEnumerable<KeptBytes> Pieces(string owner, Stream stream)
    {
        for (var part = 0; ; part++)
        {
            var piece = new byte[PieceBytes];
            var length = stream.ReadAtLeast(piece, PieceBytes, throwOnEndOfStream: false);
            if (length > 0)
            {
                yield return new KeptBytes { Owner = owner, Part = part, Bytes = length == PieceBytes ? piece : piece[..length] };
            }

            if (length < PieceBytes)
            {
                yield break;
            }
        }
    }
}
