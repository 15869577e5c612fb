namespace Utanforskap.Contracts.Messages;

/// <summary>
/// A gate refused what a source published: the old figures stay, the refused release is kept for inspection. Producer: Ingestion.
/// Key: <see cref="RefusalId"/>. Refusals are not numbered.
/// </summary>
/// <param name="RefusalId">H(table, release it was compared with, content).</param>
/// <param name="Register">The register's id in the catalogue.</param>
/// <param name="Table">The source's table id.</param>
/// <param name="RefusedAt">When (UTC).</param>
/// <param name="SourceUpdated">The source's own <c>updated</c>, if it could be read.</param>
/// <param name="Reasons">Why, each with gate and place; never empty.</param>
public sealed record ReleaseRefused(
    string RefusalId,
    string Register,
    string Table,
    DateTimeOffset RefusedAt,
    DateTimeOffset? SourceUpdated,
    IReadOnlyList<RefusalReason> Reasons);

/// <summary>One reason of a refusal.</summary>
/// <param name="Gate">incomplete, impossible, implausible, restructured or unreadable.</param>
/// <param name="Place">Where: table, area, period, line … as far as known.</param>
/// <param name="Message">A sentence for the operator.</param>
public sealed record RefusalReason(string Gate, string Place, string Message);
