using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Utanforskap.ServiceDefaults.Hosting;

/// <summary>Lets only the system's own services in; health stays open. The compare takes the same time however much of a guess is right.</summary>
internal sealed class ServiceCredential(RequestDelegate next, IOptions<ServicesOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] expected = Hash(options.Value.Credential);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(Health.Path, StringComparison.Ordinal) || IsTrusted(context.Request))
        {
            return next(context);
        }

        return Results.Problem(
            statusCode: StatusCodes.Status401Unauthorized,
            title: "Only the system's own services may call here.",
            detail: "The public address is that of Publishing.").ExecuteAsync(context);
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private bool IsTrusted(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal) &&
            CryptographicOperations.FixedTimeEquals(Hash(header[Scheme.Length..]), expected);
    }
}
