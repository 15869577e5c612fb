using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client.Exceptions;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>Tells a failure that passes by itself (network, database, broker, another service that is down) from a fault of message or code.</summary>
internal static class Transient
{
    public static bool Is(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case PublishException refused:
                    return !refused.IsReturn;
                case HttpRequestException http:
                    return MayPass(http.StatusCode);
                case NotYetException:
                    return true;
                case TimeoutException or IOException or SocketException or DbException { IsTransient: true } or Polly.ExecutionRejectedException:
                case OperationCanceledException or OperationInterruptedException or BrokerUnreachableException:
                    return true;
            }
        }

        return false;
    }

    // The other service refuses the question itself: asking again gets the same answer. A wrong key is mended in the settings, so it waits.
    private static bool MayPass(HttpStatusCode? status) => status is null or >= HttpStatusCode.InternalServerError or HttpStatusCode.Unauthorized
        or HttpStatusCode.Forbidden or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}
