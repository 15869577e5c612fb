using Microsoft.EntityFrameworkCore;

namespace Utanforskap.Publishing.Verifying;

/// <summary>A publication that was verified, or is being by night: then the row is there before the work begins, so that of several instances one does it.</summary>
public sealed class Verification
{
    public required string PublicationId { get; init; }

    /// <summary>When it was asked for; by night, when the night began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The <see cref="Contracts.EngineVersion"/> that computed again.</summary>
    public required string Engine { get; init; }

    /// <summary>Null until it has ended.</summary>
    public VerificationOutcome? Outcome { get; set; }

    /// <summary>The <see cref="VerificationReport"/> as wire JSON; null until it has ended.</summary>
    public string? Document { get; set; }
}

/// <summary>What came of verifying a publication; the first that applies.</summary>
public enum VerificationOutcome
{
    /// <summary>Something is another than it was published.</summary>
    Differs,

    /// <summary>Something cannot be computed again; nothing else differs.</summary>
    NotRecomputable,

    /// <summary>All of it comes out as it was published.</summary>
    Verified,
}

internal static class VerificationTables
{
    public static ModelBuilder AddVerificationTables(this ModelBuilder model)
    {
        model.Entity<Verification>(table =>
        {
            table.ToTable("verifications");
            table.HasKey(v => new { v.PublicationId, v.At });
            table.HasIndex(v => v.At).HasDatabaseName("verifications_at");
            table.Property(v => v.PublicationId).HasColumnName("publication_id").HasMaxLength(32);
            table.Property(v => v.At).HasColumnName("at");
            table.Property(v => v.Engine).HasColumnName("engine").HasMaxLength(32);
            table.Property(v => v.Outcome).HasColumnName("outcome").HasConversion<string>().HasMaxLength(20);
            table.Property(v => v.Document).HasColumnName("document");
        });
        return model;
    }
}
