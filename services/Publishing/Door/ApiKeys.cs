using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Utanforskap.Publishing.Door;

/// <summary>The keys that are known, as hashes. A key is long and random, so a plain hash of it tells nothing.</summary>
internal sealed class ApiKeys(IOptions<DoorOptions> options, ILogger<ApiKeys> log)
{
    private readonly DoorOptions settings = options.Value;
    private readonly Lock guard = new();
    private (DateTime Written, IReadOnlyList<(byte[] Hash, Actor Actor)> Keys) file = (default, []);

    /// <summary>Who holds the key; null if nobody. Takes the same time for every key that is not there.</summary>
    public Actor? Find(string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        Actor? found = null;
        foreach (var (known, actor) in Keys())
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? actor : found;
        }

        return found;
    }

    private IEnumerable<(byte[] Hash, Actor Actor)> Keys()
    {
        if (settings.OperatorKeyHash.Length > 0)
        {
            yield return (Convert.FromHexString(settings.OperatorKeyHash), new Actor("operator", Role.Operator));
        }

        foreach (var key in OfFile())
        {
            yield return key;
        }
    }

    private IReadOnlyList<(byte[] Hash, Actor Actor)> OfFile()
    {
        if (settings.KeysFile.Length == 0)
        {
            return [];
        }

        lock (guard)
        {
            try
            {
                var written = File.GetLastWriteTimeUtc(settings.KeysFile);
                if (written != file.Written)
                {
                    file = (written, [.. File.ReadLines(settings.KeysFile).Select(Read).OfType<(byte[], Actor)>()]);
                }
            }
            catch (IOException error)
            {
                log.LogError(error, "The keys file cannot be read; the keys known before stay valid.");
            }

            return file.Keys;
        }
    }

    private (byte[], Actor)? Read(string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
        {
            return null;
        }

        if (line.Trim().Split(':') is [{ Length: > 0 } name, var role, { Length: 64 } hash]
            && Enum.TryParse<Role>(role, ignoreCase: true, out var known) && hash.All(char.IsAsciiHexDigit))
        {
            return (Convert.FromHexString(hash), new Actor(name, known));
        }

        log.LogError("Line {Line} of the keys file is not name:role:hash (roles: operator, approver, deliverer; hash: SHA-256 in hexadecimal).", number + 1);
        return null;
    }
}
