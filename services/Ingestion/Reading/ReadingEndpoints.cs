using System.IO.Compression;
using Microsoft.AspNetCore.Http.HttpResults;
using Utanforskap.Contracts.Reading;
using Utanforskap.Geography;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Storage;
using Utanforskap.ServiceDefaults.Columns;

namespace Utanforskap.Ingestion.Reading;

/// <summary>What the other services read here.</summary>
internal static class ReadingEndpoints
{
    private const int MostItems = 1000;

    public static IEndpointRouteBuilder MapReading(this IEndpointRouteBuilder app)
    {
        app.MapColumns();
        app.MapGet("/releases", (long? after, int? limit, ReleaseReads reads, CancellationToken stop) =>
            reads.ListAsync(after ?? 0, Math.Clamp(limit ?? 100, 1, MostItems), stop));
        app.MapGet("/releases/{number:long}", async Task<Results<Ok<ReleaseRecord>, NotFound>> (long number, ReleaseReads reads, CancellationToken stop) =>
            await reads.FindAsync(number, stop) is { } record ? TypedResults.Ok(record) : TypedResults.NotFound());
        app.MapGet("/releases/{number:long}/changes", async Task<Results<Ok<ReleaseChanges>, NotFound>> (long number, ReleaseReads reads, CancellationToken stop) =>
            await reads.ChangesAsync(number, stop) is { } changes ? TypedResults.Ok(changes) : TypedResults.NotFound());
        app.MapGet("/releases/{number:long}/raw", ReadRawAsync);
        app.MapGet("/areas", ReadAreasAsync);
        app.MapGet("/registers", (RegisterReads reads) => reads.List());
        app.MapGet("/registers/{id}", Results<Ok<RegisterInfo>, NotFound> (string id, RegisterReads reads) =>
            reads.Find(id) is { } register ? TypedResults.Ok(register) : TypedResults.NotFound());
        app.MapGet("/status", (RegisterReads reads, CancellationToken stop) => reads.StatusAsync(stop));
        return app;
    }

    private static async Task<Results<Ok<IReadOnlyList<NamedArea>>, ProblemHttpResult>> ReadAreasAsync(
        string division, long? asOf, AreaNames names, CancellationToken stop) =>
        Division.Find(division) is { } known
            ? TypedResults.Ok(await names.ReadAsync(known.Id, asOf ?? long.MaxValue, stop))
            : TypedResults.Problem($"There is no division \"{division}\".", statusCode: 400);

    /// <summary>What came, exactly as it came, unpacked.</summary>
    private static async Task<Results<PushStreamHttpResult, NotFound>> ReadRawAsync(
        long number, ReleaseReads reads, KeptBytesStore kept, CancellationToken stop)
    {
        if (await reads.FindAsync(number, stop) is not { } release)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Stream(
            async body =>
            {
                // The pieces are gzip; they go through a file so that neither the whole nor the unpacked whole is in memory.
                await using var file = new FileStream(
                    Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
                    FileOptions.DeleteOnClose | FileOptions.Asynchronous);
                await kept.CopyToAsync(KeptBytesStore.OfRelease(release.Id), file, stop);
                file.Position = 0;
                await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
                await unpacked.CopyToAsync(body, stop);
            },
            release.Origin == "poll" ? "application/json" : "application/octet-stream");
    }
}
