using System.Net;
using System.Net.Sockets;
using Utanforskap.Console.Processes;
using Utanforskap.Console.Running;

namespace Utanforskap.Console.Tests;

public sealed class PortPlanTests
{
    [Fact]
    public void Without_settings_the_ports_are_the_usual_ones()
    {
        var plan = PortPlan.Read(null, _ => null);
        (plan.Publishing, plan.Ingestion, plan.Indicators, plan.Classification, plan.Simulator, plan.RabbitMq.Amqp, plan.PostgreSql)
            .ShouldBe((8080, 8081, 8082, 8083, 8090, 5673, 5433));
    }

    [Fact]
    public void A_shift_moves_all_ports_but_those_that_are_set_by_themselves()
    {
        var plan = PortPlan.Read(null, Environment(("UTAN_PORT_SHIFT", "1000"), ("UTAN_PORT_POSTGRESQL", "7777")));
        plan.Publishing.ShouldBe(9080);
        plan.PostgreSql.ShouldBe(7777);
        PortPlan.Read(20, Environment(("UTAN_PORT_SHIFT", "1000"))).Publishing.ShouldBe(8100, "The option wins over the variable.");
    }

    [Theory]
    [InlineData("UTAN_PORT_PUBLISHING", "eighty")]
    [InlineData("UTAN_PORT_PUBLISHING", "0")]
    [InlineData("UTAN_PORT_RABBITMQ", "65536")]
    [InlineData("UTAN_PORT_SHIFT", "60000")]
    public void What_is_no_port_is_refused_with_its_name(string variable, string value) =>
        Should.Throw<UtanException>(() => PortPlan.Read(null, Environment((variable, value)))).Message.ShouldContain(variable == "UTAN_PORT_SHIFT" ? "--port-shift" : variable);

    [Fact]
    public void Two_parts_cannot_have_the_same_port() =>
        Should.Throw<UtanException>(() => PortPlan.Read(null, Environment(("UTAN_PORT_PUBLISHING", "8081")))).Message
            .ShouldContain("UTAN_PORT_PUBLISHING and UTAN_PORT_INGESTION");

    [Fact]
    public void A_port_in_use_is_seen_with_its_holder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Ports.IsFree(port).ShouldBeFalse();
        Ports.Holder(port).ShouldNotBeNull().ShouldContain($"process {System.Environment.ProcessId}");
    }

    private static Func<string, string?> Environment(params (string Name, string Value)[] variables) =>
        name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault();
}
