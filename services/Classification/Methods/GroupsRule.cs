using System.Globalization;
using Utanforskap.Contracts.Reading;
using Utanforskap.Definitions;

namespace Utanforskap.Classification.Methods;

/// <summary>
/// Groups of similar areas. They are sought once, among the areas of the base period, and frozen: areas of all periods are put into those groups, and only a new version of the method
/// seeks anew, starting from the groups of the version before.
/// </summary>
/// <param name="Features">The indicators that span the space.</param>
/// <param name="Count">How many groups.</param>
/// <param name="Base">The period whose areas the groups are sought among.</param>
/// <param name="Seed">Of the search.</param>
/// <param name="Restarts">Of the search.</param>
/// <param name="Names">Approved names by group; the others are called by their number.</param>
public sealed record GroupsRule(
    IReadOnlyList<string> Features, int Count, string Base, long Seed, int Restarts, IReadOnlyDictionary<int, LocalText> Names) : MethodRule
{
    public const string Second = "second";
    public const string Margin = "margin";
    public const string Silhouette = "silhouette";
    public const string Decider = "decider";

    /// <inheritdoc/>
    public override IReadOnlyList<MethodInput> Inputs => [.. Features.Select(feature => new MethodInput(feature))];

    /// <inheritdoc/>
    public override IReadOnlyList<MethodPart> Parts { get; } =
    [
        new(Second, PartKind.Second, new("näst närmaste grupp", "second-best group")),
        new(Margin, PartKind.Distance, new("marginal till den näst närmaste gruppen", "margin to the second-best group")),
        new(Silhouette, PartKind.Measure, new("siluett", "silhouette")),
        new(Decider, PartKind.Decider, new("indikator som avgör mest (plats bland metodens indikatorer)", "indicator that decides most (its place among the method's)")),
    ];

    /// <inheritdoc/>
    public override string Identity => string.Create(
        CultureInfo.InvariantCulture, $"{Count} groups of {string.Join(", ", Features)} at {Base} seed {Seed} restarts {Restarts}");

    /// <summary>The names of groups 1 to <see cref="Count"/>.</summary>
    public IReadOnlyList<LocalText> ClassNames =>
        [.. Enumerable.Range(1, Count).Select(group => Names.GetValueOrDefault(group) ?? new LocalText($"grupp {group}", $"group {group}"))];
}
