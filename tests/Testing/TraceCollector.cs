using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Utanforskap.Testing;

/// <summary>A span as a collector gets it; ids are hexadecimal, <see cref="Parent"/> is empty where it has none.</summary>
public sealed record CollectedSpan(string Service, string Name, string TraceId, string SpanId, string Parent);

/// <summary>An OpenTelemetry collector: takes OTLP over gRPC, as the services send it by setting, keeps spans and ignores the rest.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans = new();

    private TraceCollector(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyCollection<CollectedSpan> Spans => _spans;

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var collector = new TraceCollector(builder.Build());
        collector._app.MapPost("/opentelemetry.proto.collector.{signal}/Export", collector.TakeAsync);
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, string signal)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);

        // A gRPC message: one byte for compression, four for the length, then the message itself. An answer without a field is five zero bytes.
        const int Prefix = 5;
        if (signal == "trace.v1.TraceService")
        {
            foreach (var span in SpansOf(body.ToArray().AsMemory(Prefix)))
            {
                _spans.Enqueue(span);
            }
        }

        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[Prefix], http.RequestAborted);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>The numbers are those of the fields in opentelemetry/proto/trace/v1/trace.proto.</summary>
    private static IEnumerable<CollectedSpan> SpansOf(ReadOnlyMemory<byte> request) =>
        from resourceSpans in Fields(request, 1)
        let service = ServiceOf(Fields(resourceSpans, 1).Single())
        from scopeSpans in Fields(resourceSpans, 2)
        from span in Fields(scopeSpans, 2)
        select new CollectedSpan(service, Text(span, 5), Hex(span, 1), Hex(span, 2), Hex(span, 4));

    private static string ServiceOf(ReadOnlyMemory<byte> resource) =>
        Fields(resource, 1).Where(attribute => Text(attribute, 1) == "service.name").Select(attribute => Text(Fields(attribute, 2).Single(), 1)).Single();

    private static string Text(ReadOnlyMemory<byte> message, int field) => Encoding.UTF8.GetString(Fields(message, field).SingleOrDefault().Span);

    private static string Hex(ReadOnlyMemory<byte> message, int field) => Convert.ToHexStringLower(Fields(message, field).SingleOrDefault().Span);

    /// <summary>The contents of a message's length-delimited fields of one number, in protocol buffers' wire format.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int wanted)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message.Span, ref at);
            var length = (tag & 7) switch
            {
                0 => (int)(Number(message.Span, ref at) & 0),
                1 => sizeof(ulong),
                2 => (int)Number(message.Span, ref at),
                5 => sizeof(uint),
                var kind => throw new InvalidDataException($"A protocol buffer has no field of kind {kind}."),
            };
            if ((tag & 7) == 2 && tag >> 3 == (ulong)wanted)
            {
                yield return message.Slice(at, length);
            }

            at += length;
        }
    }

    private static ulong Number(ReadOnlySpan<byte> message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }
}
