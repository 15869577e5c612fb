using System.Text;
using MassTransit;
using Utanforskap.Contracts;

namespace Utanforskap.ServiceDefaults.Messaging.Receiving;

/// <summary>Keeps messages that no consumer could read as dead letters, with their body as it came, and so lets the broker forget them too.</summary>
internal sealed class Unreadable(InboxStore store) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Of a known type, but not as it should be.</summary>
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        // A consumer that was stopped says nothing about the message: the broker gives it to the next one.
        context.CancellationToken.IsCancellationRequested || context.Exception is OperationCanceledException
            ? Task.FromException(context.Exception)
            : KeepAsync(context, context.Exception.GetBaseException().Message);

    /// <summary>Of a type that this service does not handle.</summary>
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) => KeepAsync(context, "This service handles no such message.");

    public void Probe(ProbeContext context) => context.CreateFilterScope(nameof(Unreadable));

    private Task KeepAsync(ReceiveContext context, string reason)
    {
        var bytes = context.Body.GetBytes();
        var id = Guid.TryParse(context.GetPayload<RabbitMqBasicConsumeContext>().Properties.MessageId, out var given)
            ? given : ContentId.GuidOf("unreadable", Convert.ToHexString(bytes));
        return store.StoreUnreadableAsync(id, TypeOf(context), TextOf(bytes), "It could not be read: " + reason, context.CancellationToken);
    }

    /// <summary>The type's name, from e.g. <c>urn:message:Utanforskap.Contracts.Messages:ReleaseIngested</c>.</summary>
    private static string TypeOf(ReceiveContext context)
    {
        const int Longest = 100;
        var urn = context.TransportHeaders.Get<string>(MessageHeaders.MessageType) ?? "";
        var name = urn[(urn.LastIndexOf(':') + 1)..];
        return name.Length is > 0 and <= Longest ? name : "unknown";
    }

    /// <summary>The body as text where it is text that a database can hold, else in base 64.</summary>
    private static string TextOf(byte[] bytes)
    {
        try
        {
            var text = Utf8.GetString(bytes);
            return text.Contains('\0', StringComparison.Ordinal) ? Convert.ToBase64String(bytes) : text;
        }
        catch (DecoderFallbackException)
        {
            return Convert.ToBase64String(bytes);
        }
    }
}
