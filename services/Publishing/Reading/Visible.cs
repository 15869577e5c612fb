using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Runs;

namespace Utanforskap.Publishing.Reading;

/// <summary>What others own, without what the one who asks may not see: releases after the horizon.</summary>
internal sealed class Visible(PublishingDb db, Horizon horizon)
{
    /// <summary>Of a refusal: the number of the release that an operator made of it.</summary>
    private const string Overruled = "overruled";

    /// <summary>Whether the release may be seen.</summary>
    public async Task<bool> IsAsync(long release, CancellationToken cancellationToken) => release <= await horizon.KnownAsync(cancellationToken);

    /// <summary>A page of Ingestion's list: releases beyond are left out, and with them that there are more; of refusals what an operator made of them.</summary>
    public async Task<JsonElement> ReleasesAsync(JsonElement page, CancellationToken cancellationToken)
    {
        var last = await horizon.KnownAsync(cancellationToken);
        var seen = page.GetProperty("items").EnumerateArray().Where(i => NumberOf(i, "number") is not { } number || number <= last).ToList();
        var hidden = page.GetProperty("items").GetArrayLength() - seen.Count;
        var items = new JsonArray([.. seen.Select(i => JsonObject.Create(i.Clone()))]);
        foreach (var refusal in items.Where(i => long.TryParse($"{i![Overruled]}", NumberStyles.None, CultureInfo.InvariantCulture, out var became) && became > last))
        {
            refusal![Overruled] = null;
        }

        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["items"] = items,
            ["next"] = hidden == 0 && page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null,
        });
    }

    /// <summary>A register that has had a release beyond is shown as it was with the last one before.</summary>
    public async Task<IReadOnlyList<RegisterStatus>> RegistersAsync(IReadOnlyList<RegisterStatus> registers, CancellationToken cancellationToken)
    {
        var last = await horizon.KnownAsync(cancellationToken);
        var shown = new List<RegisterStatus>();
        foreach (var register in registers)
        {
            shown.Add(register.Release > last
                ? AsOf(register, await db.Releases.AsNoTracking().Where(r => r.Register == register.Register && r.Release <= last)
                    .OrderByDescending(r => r.Release).FirstOrDefaultAsync(cancellationToken))
                : register);
        }

        return shown;
    }

    private static RegisterStatus AsOf(RegisterStatus register, KnownRelease? release) => register with
    {
        Release = release?.Release,
        AcceptedAt = release?.AcceptedAt,
        LastReadAt = release?.AcceptedAt,
        LastSeenUpdated = release?.SourceUpdated,
        LastOutcome = release is null ? null : "accepted",
        OpenUntil = null,
    };

    private static long? NumberOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
