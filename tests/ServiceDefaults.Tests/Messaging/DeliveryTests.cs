namespace Utanforskap.ServiceDefaults.Tests.Messaging;

public sealed class DeliveryTests : MessagingTests
{
    [Fact]
    public async Task A_message_goes_there_and_its_answer_comes_back()
    {
        await using var beta = await StartBetaAsync();
        await using var alpha = await StartAlphaAsync();
        await alpha.SendAsync(WithIds(new Ordered(1, "first")));
        await Eventually.HoldsAsync(async () => (await alpha.EntriesAsync()).ShouldBe(["answer 1"], "the handler's own message is sent and handled"));
        (await beta.EntriesAsync()).ShouldBe(["1 first"]);
    }
}
