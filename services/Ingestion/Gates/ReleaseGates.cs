using Utanforskap.Contracts.Messages;

namespace Utanforskap.Ingestion.Gates;

/// <summary>All gates over a release. Pure: the same columns and limits give the same reasons in the same order.</summary>
internal static class ReleaseGates
{
    /// <summary>Why the release must not be accepted by itself; empty if it may.</summary>
    public static IReadOnlyList<RefusalReason> Check(GateInput input)
    {
        var reasons = new Reasons(input.Register.Table);
        StructureGate.Check(input, reasons);
        if (!reasons.Any)
        {
            // What is built differently cannot be compared: only the structure is told then.
            CompletenessGate.Check(input, reasons);
            PossibilityGate.Check(input, reasons);
            PlausibilityGate.Check(input, reasons);
            SumGate.Check(input, reasons);
        }

        return reasons.ToList();
    }
}
