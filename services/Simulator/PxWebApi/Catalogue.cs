using Utanforskap.Simulator.Misbehaviour;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.PxWebApi;

/// <summary>The tables as the world sees them: what is published, seen through the misbehaviour of the moment.</summary>
internal sealed class Catalogue(Published published, Faults faults)
{
    /// <summary>For codelists.</summary>
    public ISource Source => published.Source;

    /// <summary>All tables, by id.</summary>
    public IEnumerable<PublishedTable> Tables => published.Tables.Select(faults.See).OfType<PublishedTable>();

    /// <summary>The table with this id.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public PublishedTable Require(string id) =>
        published.Find(id) is { } found && faults.See(found) is { } seen ? seen : throw new ProblemException(Problem.NonExistentTable);
}
