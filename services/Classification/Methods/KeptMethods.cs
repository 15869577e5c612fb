using System.Collections.Concurrent;

namespace Utanforskap.Classification.Methods;

/// <summary>The methods in every version that was ever used.</summary>
internal sealed class KeptMethods(ClassificationDb database, MethodCatalogue methods)
{
    // A version never changes once it was used, so what was read of it can be kept.
    private static readonly ConcurrentDictionary<string, MethodDefinition> Read = new(StringComparer.Ordinal);

    /// <summary>A version of a method; an <see cref="InvalidDataException"/> if it was never used here.</summary>
    public async Task<MethodDefinition> FindAsync(string method, int version, CancellationToken cancellationToken)
    {
        var kept = await database.Methods.FindAsync([method, version], cancellationToken)
            ?? throw new InvalidDataException($"Version {version} of {method} was never used here.");
        return methods.Find(method) is { } current && current.Hash == kept.Hash
            ? current
            : Read.GetOrAdd(kept.Hash, _ => MethodFile.Read($"{method} version {version}", kept.Text));
    }

    /// <summary>Keeps a version that is used for the first time.</summary>
    public async Task KeepAsync(MethodDefinition method, long release, CancellationToken cancellationToken)
    {
        if (await database.Methods.FindAsync([method.Id, method.Version], cancellationToken) is null)
        {
            database.Methods.Add(new KeptMethod
            {
                Method = method.Id,
                Version = method.Version,
                Hash = method.Hash,
                Text = method.Text,
                SinceRelease = release,
            });
        }
    }
}
