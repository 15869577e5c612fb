using System.Text.Json;
using Utanforskap.Console.State;
using Utanforskap.Contracts;

namespace Utanforskap.Console.Running;

/// <summary>What the run of a state folder was started with.</summary>
/// <param name="Registers">Where its figures come from.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record RunSettings(string Registers, PortPlan Ports)
{
    /// <summary>The settings of the last start, or null if there was none.</summary>
    public static RunSettings? Read(StateFolder state) =>
        File.Exists(state.RunFile) ? JsonSerializer.Deserialize<RunSettings>(File.ReadAllText(state.RunFile), WireJson.Options) : null;

    public void Write(StateFolder state) => StateFolder.WritePrivate(state.RunFile, JsonSerializer.Serialize(this, WireJson.Options));
}
