using Utanforskap.Contracts.Messages;

namespace Utanforskap.ServiceDefaults.Messaging;

/// <summary>
/// Which service's queue receives which message: the one place that says so. A message type is a durable fanout exchange, a service a durable quorum queue.
/// </summary>
public sealed class MessageRoutes
{
    private readonly Dictionary<string, MessageRoute> byName;

    public MessageRoutes(params IEnumerable<MessageRoute> routes) =>
        byName = routes.ToDictionary(route => route.Name, StringComparer.Ordinal);

    /// <summary>The system's routes.</summary>
    public static MessageRoutes System { get; } = new(
        MessageRoute.Of<ReleaseIngested>("indicators", "publishing"),
        MessageRoute.Of<ReleaseRefused>("publishing"),
        MessageRoute.Of<IndicatorsRecalculated>("classification", "publishing"),
        MessageRoute.Of<AreasClassified>("publishing"));

    public IEnumerable<MessageRoute> All => byName.Values;

    public IEnumerable<string> Queues => All.SelectMany(route => route.Queues).Distinct(StringComparer.Ordinal);

    internal bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The route of a type by its name; a message that nobody receives cannot be sent.</summary>
    internal MessageRoute Find(string name) =>
        byName.GetValueOrDefault(name) ?? throw new InvalidOperationException($"No queue receives {name}: add it to {nameof(MessageRoutes)}.");
}

/// <summary>A message type and the queues that receive it.</summary>
public sealed record MessageRoute(Type Type, IReadOnlyList<string> Queues)
{
    /// <summary>The type's name, in the tables and in the broker.</summary>
    public string Name => Type.Name;

    public string Exchange => ExchangeOf(Type);

    internal static string ExchangeOf(Type type) => "utanforskap." + type.Name;

    public static MessageRoute Of<TMessage>(params string[] queues)
        where TMessage : class => new(typeof(TMessage), queues);
}
