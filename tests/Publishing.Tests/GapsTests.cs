using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>Answers of which a part belongs to a service that is away.</summary>
public sealed class GapsTests
{
    [Theory]
    [InlineData("nation?method=sei&", "children are counted by Indicators")]
    [InlineData("areas/RegSO2020/0114R001?", "relations to other divisions are Ingestion's")]
    [InlineData("changes?method=sei&from=2021&to=2022&", "indicators have their titles from Indicators")]
    public async Task An_answer_without_what_its_owner_would_have_told_is_kept_by_nobody(string path, string why)
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2021", 1, 2, 3);
        await rig.ReleaseAsync(2, "2022", 1, 3, 3);
        var publication = (await rig.GetAsync("publications")).GetProperty("items")[0].Text("id");

        using var whole = await rig.Client.GetAsync($"/api/v1/classifications/sei?asOf={publication}", TestContext.Current.CancellationToken);
        using var part = await rig.Client.GetAsync($"/api/v1/{path}asOf={publication}", TestContext.Current.CancellationToken);

        (whole.Headers.CacheControl?.MaxAge).ShouldBe(TimeSpan.FromHours(1), "as of a publication an answer never changes");
        part.EnsureSuccessStatusCode();
        (part.Headers.CacheControl?.NoStore).ShouldBe(true, why);
        part.Headers.ETag.ShouldBeNull("what it lacks will be there at the next question");
    }
}
