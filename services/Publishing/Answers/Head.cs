namespace Utanforskap.Publishing.Answers;

/// <summary>HEAD is answered as GET is, without the body: that leaves the server out.</summary>
internal static class Head
{
    /// <summary>Stands before routing, which knows the addresses by GET.</summary>
    public static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    });
}
