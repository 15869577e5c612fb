namespace Utanforskap.Publishing.Publications;

/// <summary>Where a published column comes from: what it takes to compute it again, and the hash of what must come out.</summary>
/// <param name="Release">The release as of which it was computed.</param>
/// <param name="MethodVersion">The version of the method's definition.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Engine">The <see cref="Contracts.EngineVersion"/> that computed it.</param>
/// <param name="Hash"><see cref="ColumnContent"/> of the whole column as it stands.</param>
internal sealed record Lineage(long Release, int MethodVersion, string? Run, string Engine, string Hash);
