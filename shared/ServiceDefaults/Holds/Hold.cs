using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Utanforskap.ServiceDefaults.Holds;

/// <summary>
/// Something (an indicator, a method) that stopped at a release, since going on failed for a reason that trying again does not mend. The others go on.
/// When it is free again it goes through the releases from there, one by one, so that its history is as if it had never been held.
/// </summary>
public sealed class Hold
{
    /// <summary>The id of what is held.</summary>
    public required string Id { get; init; }

    /// <summary>The first release that it has not gone through.</summary>
    public required long Release { get; set; }

    /// <summary>When it stopped, or last failed (UTC).</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>A sentence for the operator.</summary>
    public required string Reason { get; set; }

    /// <summary>Whether the next release makes a new attempt: an operator asked for it, or it waits only for something that is held before it.</summary>
    public bool RetryAsked { get; set; }

    /// <summary>
    /// Whether a failure will come again however often it is tried: figures or answers that are not what they should be. What a network, a database or another
    /// service's absence throws is for the inbox to try again.
    /// </summary>
    public static bool IsFor(Exception failure) =>
        failure is ArgumentException or InvalidDataException or ArithmeticException or KeyNotFoundException or IndexOutOfRangeException or JsonException;
}

public static class HoldTable
{
    private const int ReasonLength = 2000;

    /// <summary>The table of a service's holds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="id">The name of the column of what is held.</param>
    public static ModelBuilder AddHolds(this ModelBuilder model, string table, string id)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<Hold>(row =>
        {
            row.ToTable(table);
            row.HasKey(r => r.Id);
            row.Property(r => r.Id).HasColumnName(id).HasMaxLength(100);
            row.Property(r => r.Release).HasColumnName("release");
            row.Property(r => r.Since).HasColumnName("since");
            row.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(ReasonLength);
            row.Property(r => r.RetryAsked).HasColumnName("retry_asked");
        });
        return model;
    }

    /// <summary>Holds something at a release, or holds on to it with a new reason; saved with the unit of work.</summary>
    /// <param name="database">The unit of work.</param>
    /// <param name="hold">Its hold so far, tracked, or null.</param>
    /// <param name="id">What is held.</param>
    /// <param name="release">The first release that it has not gone through.</param>
    /// <param name="at">When (UTC).</param>
    /// <param name="reason">A sentence for the operator; cut at 2,000 characters.</param>
    /// <param name="retry">Whether the next release makes a new attempt.</param>
    public static Hold Hold(this DbContext database, Hold? hold, string id, long release, DateTimeOffset at, string reason, bool retry = false)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(reason);
        if (hold is null)
        {
            hold = new Hold { Id = id, Release = release, Since = at, Reason = reason };
            database.Add(hold);
        }

        (hold.Release, hold.Since, hold.Reason, hold.RetryAsked) = (release, at, reason.Length > ReasonLength ? reason[..ReasonLength] : reason, retry);
        return hold;
    }
}
