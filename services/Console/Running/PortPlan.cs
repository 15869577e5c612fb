using System.Globalization;
using Utanforskap.Console.Servers;

namespace Utanforskap.Console.Running;

/// <summary>The ports of a run, all on the loopback address.</summary>
internal sealed record PortPlan(int Publishing, int Ingestion, int Indicators, int Classification, int Simulator, int PostgreSql, RabbitPorts RabbitMq)
{
    private const string Prefix = "UTAN_PORT_";
    private const string ShiftVariable = Prefix + "SHIFT";

    /// <summary>Each port with what it is for and the variable that sets it.</summary>
    public IReadOnlyList<(string Use, string Variable, int Port)> All =>
    [
        (LocalSystem.Publishing, Prefix + "PUBLISHING", Publishing),
        (LocalSystem.Ingestion, Prefix + "INGESTION", Ingestion),
        (LocalSystem.Indicators, Prefix + "INDICATORS", Indicators),
        (LocalSystem.Classification, Prefix + "CLASSIFICATION", Classification),
        (LocalSystem.Simulator, Prefix + "SIMULATOR", Simulator),
        (PostgresServer.Name, Prefix + "POSTGRESQL", PostgreSql),
        (RabbitServer.Name, Prefix + "RABBITMQ", RabbitMq.Amqp),
        (RabbitServer.Name, Prefix + "RABBITMQ_MANAGEMENT", RabbitMq.Management),
        (RabbitServer.Name, Prefix + "RABBITMQ_DISTRIBUTION", RabbitMq.Distribution),
        (RabbitServer.NamesName, Prefix + "RABBITMQ_NAMES", RabbitMq.Names),
    ];

    /// <summary>The usual ports, moved by the shift, or set one by one.</summary>
    /// <param name="shift">Added to every port that is not set by itself; null: UTAN_PORT_SHIFT, or 0.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="UtanException">A port is not a port, or two are the same.</exception>
    public static PortPlan Read(int? shift, Func<string, string?> environment)
    {
        var moved = shift ?? Number(ShiftVariable, environment(ShiftVariable), -65535) ?? 0;
        int Port(string name, int usual)
        {
            var port = Number(Prefix + name, environment(Prefix + name), 1) ?? usual + moved;
            return port is > 0 and < 65536
                ? port
                : throw new UtanException($"A shift of {moved} moves the port of {name} to {port}, which is not a port; choose another with --port-shift.");
        }

        var plan = new PortPlan(
            Port("PUBLISHING", 8080),
            Port("INGESTION", 8081),
            Port("INDICATORS", 8082),
            Port("CLASSIFICATION", 8083),
            Port("SIMULATOR", 8090),
            Port("POSTGRESQL", 5433),
            new RabbitPorts(Port("RABBITMQ", 5673), Port("RABBITMQ_MANAGEMENT", 5674), Port("RABBITMQ_DISTRIBUTION", 5675), Port("RABBITMQ_NAMES", 5676)));
        return plan.All.GroupBy(one => one.Port).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UtanException($"Port {twice.Key} is set for {string.Join(" and ", twice.Select(one => one.Variable))}; set one of them to another.")
            : plan;
    }

    private static int? Number(string variable, string? value, int least) => string.IsNullOrWhiteSpace(value)
        ? null
        : int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least && number < 65536
            ? number
            : throw new UtanException($"{variable} is {value}, which is not a port number; set it to one below 65536 or leave it out.");
}
