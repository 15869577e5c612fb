using Microsoft.Extensions.Options;
using Utanforskap.Simulator.Hosting;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.AddSimulator();
    var app = builder.Build();
    app.MapSimulator();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is InvalidDataException or OptionsValidationException or IOException)
{
    await Console.Error.WriteLineAsync($"The simulator cannot start: {e.Message}");
    return 1;
}
