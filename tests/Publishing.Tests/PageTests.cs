using Utanforskap.Publishing.Tests.Rig;

namespace Utanforskap.Publishing.Tests;

/// <summary>The plain page at <c>/</c>.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("", "Värden för varje område, utan klasser")]
    [InlineData("?lang=en", "Values for each area, without classes")]
    public async Task A_method_without_classes_links_to_its_values_instead_of_an_empty_table(string query, string words)
    {
        await using var rig = await SignOffRig.StartAsync();
        await rig.ReleaseAsync(1, "2022", null, null);

        var page = await rig.Client.GetStringAsync($"/{query}", TestContext.Current.CancellationToken);

        page.ShouldContain($"<p>{words}: <a href=\"/api/v1/segregation?method={SignOffRig.Method}&amp;division={SignOffRig.Division}&amp;period=2022\">");
        page.ShouldNotContain("<tbody>\n</tbody></table></div></section>\n<p>2", Case.Sensitive, "an empty table says nothing");
    }
}
