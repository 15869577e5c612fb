using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Utanforskap.Contracts;
using Utanforskap.Contracts.Reading;
using Utanforskap.Publishing.Answers;

namespace Utanforskap.Publishing.Sentences;

/// <summary>What methods and indicators are called, for sentences.</summary>
internal sealed class MethodTexts(PublishingDb db, IHttpClientFactory clients, IMemoryCache cache, Gaps gaps)
{
    private const string Indicators = "Indicators";
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>What a request asks for again and again.</summary>
    private readonly Dictionary<(string Method, long Sequence), MethodInfo?> _known = [];

    /// <summary>Sentences about a method's changes, in the words of its definition as it was published with or before a sequence.</summary>
    /// <param name="against">Another method that it is held against; null: what changed is told.</param>
    public async Task<ChangeSentence> SentencesAsync(string method, long sequence, CancellationToken cancellationToken, string? against = null) => new(
        await KnownAsync(method, sequence, cancellationToken),
        await TitlesAsync(cancellationToken),
        against is null ? null : await KnownAsync(against, sequence, cancellationToken));

    /// <summary>Sentences about a method's changes, in the words of a definition.</summary>
    public async Task<ChangeSentence> SentencesAsync(MethodInfo info, CancellationToken cancellationToken) => new(info, await TitlesAsync(cancellationToken));

    private async Task<MethodInfo> KnownAsync(string method, long sequence, CancellationToken cancellationToken) =>
        await InfoAsync(method, sequence, cancellationToken) ?? ChangeSentence.Unknown(method);

    /// <summary>A method by the definition that its newest publication at a sequence stands for; null if it had none.</summary>
    public async Task<MethodInfo?> InfoAsync(string method, long sequence, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue((method, sequence), out var info))
        {
            var heads = db.Publications.Where(p => p.Method == method && p.Sequence <= sequence).OrderByDescending(p => p.Edition).Take(1);
            var document = await db.PublishedMethods.AsNoTracking().Where(m => m.Method == method && heads.Any(head => head.MethodVersion == m.Version))
                .Select(m => m.Document).SingleOrDefaultAsync(cancellationToken);
            _known[(method, sequence)] = info = document is null ? null : JsonSerializer.Deserialize<MethodInfo>(document, WireJson.Options);
        }

        return info;
    }

    /// <summary>Titles by indicator; none while Indicators does not answer: then the ids stand in their place.</summary>
    private async Task<IReadOnlyDictionary<string, IndicatorTitle>> TitlesAsync(CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(nameof(MethodTexts), out IReadOnlyDictionary<string, IndicatorTitle>? known))
        {
            return known!;
        }

        try
        {
            var indicators = await clients.CreateClient(Indicators).GetFromJsonAsync<List<IndicatorInfo>>("indicators", WireJson.Options, cancellationToken) ?? [];
            var titles = indicators.ToDictionary(i => i.Id, i => new IndicatorTitle(LowerFirst(i.Title), LowerFirst(i.TitleEn)), StringComparer.Ordinal);
            return cache.Set(nameof(MethodTexts), titles, Kept);
        }
        catch (Exception away) when (Gaps.IsAway(away))
        {
            gaps.Leave();
            return new Dictionary<string, IndicatorTitle>();
        }
    }

    // A title stands inside a sentence here.
    private static string LowerFirst(string title) => title.Length > 1 && !char.IsUpper(title[1]) ? char.ToLowerInvariant(title[0]) + title[1..] : title;
}
