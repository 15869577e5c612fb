using System.Text.Json;
using System.Text.Json.Serialization;
using Utanforskap.Console.State;
using Utanforskap.Contracts;

namespace Utanforskap.Console.Running;

/// <summary>What the run of a state folder was started with.</summary>
/// <param name="Registers">As <see cref="RegistersChoice.Text"/>.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record RunSettings(string Registers, PortPlan Ports)
{
    /// <summary>Where its figures come from.</summary>
    [JsonIgnore]
    public RegistersChoice Source => new(Registers);

    /// <summary>The settings of the last start, or null if there was none.</summary>
    public static RunSettings? Read(StateFolder state) =>
        File.Exists(state.RunFile) ? JsonSerializer.Deserialize<RunSettings>(File.ReadAllText(state.RunFile), WireJson.Options) : null;

    public void Write(StateFolder state) => StateFolder.WritePrivate(state.RunFile, JsonSerializer.Serialize(this, WireJson.Options));
}
