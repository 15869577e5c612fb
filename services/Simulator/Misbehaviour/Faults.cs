using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Utanforskap.Simulator.Releases;

namespace Utanforskap.Simulator.Misbehaviour;

/// <summary>The misbehaviour of the moment.</summary>
public sealed class Faults(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConditionalWeakTable<Table, Dictionary<FaultKind, Table>> _altered = [];
    private readonly Dictionary<string, DateTimeOffset> _frozen = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableList<Fault> _faults = [];

    /// <summary>What is asked for and not over.</summary>
    public IReadOnlyList<Fault> Active
    {
        get
        {
            var now = time.GetUtcNow();
            return _faults.FindAll(f => (f.Until is null || now < f.Until) && f.Count is not <= 0);
        }
    }

    /// <summary>Adds one.</summary>
    /// <param name="fault">What to do.</param>
    /// <param name="tables">The tables of the moment, whose <c>updated</c> a <see cref="FaultKind.UpdatedStays"/> holds.</param>
    public void Add(Fault fault, IEnumerable<PublishedTable> tables)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(tables);
        lock (_gate)
        {
            _faults = [.. Active, fault];
            if (fault.Kind == FaultKind.UpdatedStays)
            {
                foreach (var table in tables.Where(t => fault.Concerns(t.Table.Id)))
                {
                    _frozen[table.Table.Id] = table.Updated;
                }
            }
        }
    }

    /// <summary>Calls off all, or all of a table.</summary>
    public void Clear(string? table = null)
    {
        lock (_gate)
        {
            _faults = table is null ? [] : _faults.RemoveAll(f => f.Concerns(table) && f.Table is not null);
        }
    }

    /// <summary>The misbehaviour for one answer, counted as used; null: behave.</summary>
    /// <param name="table">The table that is asked for, if it is one.</param>
    public Fault? Take(string? table)
    {
        if (_faults.IsEmpty)
        {
            return null;
        }

        lock (_gate)
        {
            var fault = Active.FirstOrDefault(f => f.IsOfAnswers && f.Concerns(table));
            if (fault?.Count is { } count)
            {
                _faults = _faults.Replace(fault, fault with { Count = count - 1 });
            }

            return fault;
        }
    }

    /// <summary>The table as it looks through the misbehaviour; null: it is gone.</summary>
    public PublishedTable? See(PublishedTable published)
    {
        ArgumentNullException.ThrowIfNull(published);
        var id = published.Table.Id;
        foreach (var fault in _faults.IsEmpty ? [] : Active.Where(f => !f.IsOfAnswers && f.Concerns(id)))
        {
            switch (fault.Kind)
            {
                case FaultKind.Withdrawn:
                    return null;
                case FaultKind.UpdatedMoves:
                    published = published with { Updated = published.Updated.AddSeconds(fault.Seconds) };
                    break;
                case FaultKind.UpdatedStays:
                    published = published with { Updated = _frozen.GetValueOrDefault(id, published.Updated) };
                    break;
                default:
                    published = published with { Table = Altered(published.Table, fault.Kind) };
                    break;
            }
        }

        return published;
    }

    private Table Altered(Table table, FaultKind kind)
    {
        lock (_gate)
        {
            var known = _altered.GetOrCreateValue(table);
            return known.TryGetValue(kind, out var altered) ? altered : known[kind] = Alteration.Of(table, kind);
        }
    }
}
