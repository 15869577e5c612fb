using System.Text;
using Microsoft.Extensions.Options;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Parsing;
using Utanforskap.Ingestion.Releases;
using Utanforskap.Ingestion.Sources;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Deliveries;

/// <summary>
/// Takes in files that are laid in a folder, register by register. A file is first renamed, so that only one of several instances takes it; one that a
/// crash left renamed is taken again, which changes nothing if it had become a release.
/// </summary>
internal sealed class DeliveryFolder(
    RegisterCatalogue catalogue, IServiceScopeFactory scopes, IOptions<DeliveriesOptions> options, TimeProvider time, ILogger<DeliveryFolder> log)
    : BackgroundService
{
    private const string Actor = "folder";
    private const string Taking = ".taking-";
    private bool _troubled;
    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);

    /// <summary>Gives back what a crash left renamed, before anything is taken.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Folder is { Length: > 0 } folder)
        {
            foreach (var left in catalogue.Registers.SelectMany(r => Files(Path.Combine(folder, r.Id), Taking + "*")))
            {
                File.Move(left, Free(Path.Combine(Path.GetDirectoryName(left)!, Path.GetFileName(left)[Taking.Length..])));
            }
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Folder is not { Length: > 0 } folder)
        {
            return;
        }

        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(folder, stoppingToken);
        }
    }

    /// <summary>Looks once at the folders of all registers, and takes what has not changed since the last look.</summary>
    public async Task LookAsync(string folder, CancellationToken stop)
    {
        foreach (var register in catalogue.Registers)
        {
            await LookAsync(register, Path.Combine(folder, register.Id), stop);
        }
    }

    private async Task LookAsync(Register register, string folder, CancellationToken stop)
    {
        foreach (var path in Files(folder, "*").Where(p => !Path.GetFileName(p).StartsWith('.')))
        {
            try
            {
                var file = new FileInfo(path);
                var now = (file.Length, file.LastWriteTimeUtc);
                if (_seen.TryGetValue(path, out var before) && before == now)
                {
                    _seen.Remove(path);
                    await TakeAsync(register, path, stop);
                    _troubled = false;
                }
                else
                {
                    _seen[path] = now;
                }
            }
            catch (Exception trouble) when (trouble is not OperationCanceledException)
            {
                // Told once until something works again.
                if (!_troubled)
                {
                    _troubled = true;
                    log.LogError(trouble, "The delivery {File} could not be taken in; it is tried again", path);
                }
            }
        }
    }

    private async Task TakeAsync(Register register, string path, CancellationToken stop)
    {
        var (folder, name) = (Path.GetDirectoryName(path)!, Path.GetFileName(path));
        var taken = Path.Combine(folder, Taking + name);
        try
        {
            File.Move(path, taken);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        try
        {
            var result = await ReadAsync(register, taken, name, stop);
            var refused = result as IntakeResult.Refused;
            var target = Directory.CreateDirectory(Path.Combine(folder, refused is null ? "accepted" : "refused")).FullName;
            var end = Free(Path.Combine(target, name));
            if (refused is not null)
            {
                var reasons = new StringBuilder($"Refusal {refused.RefusalId}\n");
                refused.Reasons.ToList().ForEach(r => reasons.Append($"{r.Gate}: {r.Place}: {r.Message}\n"));

                // Whole or not at all: who waits for the reason reads it as soon as it is there.
                var reason = end + ".reason.txt";
                await File.WriteAllTextAsync(reason + ".part", reasons.ToString(), stop);
                File.Move(reason + ".part", reason, overwrite: true);
            }

            File.Move(taken, end);
        }
        catch
        {
            File.Move(taken, Free(path));
            throw;
        }
    }

    private async Task<IntakeResult> ReadAsync(Register register, string path, string name, CancellationToken stop)
    {
        await using var raw = RawBody.Create();
        await using var scope = scopes.CreateAsyncScope();
        var intake = scope.ServiceProvider.GetRequiredService<DeliveryIntake>();
        try
        {
            await using var file = File.OpenRead(path);
            await raw.RecordAsync(new BoundedStream(file, options.Value.MaxBytes), stop);
        }
        catch (SourceFormatException tooLarge)
        {
            return await intake.RefuseAsync(register, raw, name, Origin.Folder, Actor, tooLarge, stop);
        }

        return await intake.TakeAsync(register, raw, name, Origin.Folder, Actor, stop);
    }

    private static string[] Files(string folder, string pattern) => Directory.Exists(folder) ? Directory.GetFiles(folder, pattern) : [];

    /// <summary>The path, with a number before its extension if something lies there already.</summary>
    private static string Free(string path)
    {
        var free = path;
        for (var i = 2; File.Exists(free); i++)
        {
            free = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}-{i}{Path.GetExtension(path)}");
        }

        return free;
    }
}
