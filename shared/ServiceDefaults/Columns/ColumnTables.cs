using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Utanforskap.ServiceDefaults.Database;

namespace Utanforskap.ServiceDefaults.Columns;

/// <summary>A row: what a release changed in a column.</summary>
public sealed class ColumnVersion
{
    public required string Series { get; init; }

    public required string Division { get; init; }

    public required string Period { get; init; }

    public required long Release { get; init; }

    /// <summary>Hash of the list of all areas that the column has after the release (<see cref="AreaList"/>).</summary>
    public required string AreaList { get; init; }

    /// <summary>How many cells differ.</summary>
    public required int Cells { get; init; }

    /// <summary>How many figures the column has after the release.</summary>
    public required int Figures { get; init; }

    /// <summary>Whether the column had no figures before.</summary>
    public required bool First { get; init; }

    /// <summary>The cells that differ, as <see cref="CellBlock"/> writes them.</summary>
    public required byte[] Payload { get; init; }

    internal ColumnKey Key => new(Series, Division, Period);
}

/// <summary>A row: a list of area codes, stored once and named by its hash, since thousands of columns have the same areas.</summary>
public sealed class AreaList
{
    public required string Hash { get; init; }

    /// <summary>The codes, as <see cref="AreaListBlock"/> writes them.</summary>
    public required byte[] Codes { get; init; }
}

public static class ColumnTables
{
    /// <summary>The column store's tables in a service's model.</summary>
    public static ModelBuilder AddColumnTables(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Entity<ColumnVersion>(row =>
        {
            row.ToTable("column_version");
            row.HasKey(r => new { r.Series, r.Division, r.Period, r.Release });
            row.HasIndex(r => r.Release).HasDatabaseName("ix_column_version_release");
            row.Property(r => r.Series).HasColumnName("series").HasMaxLength(400).IsUnicode(false);
            row.Property(r => r.Division).HasColumnName("division").HasMaxLength(40).IsUnicode(false);
            row.Property(r => r.Period).HasColumnName("period").HasMaxLength(20).IsUnicode(false);
            row.Property(r => r.Release).HasColumnName("release");
            row.Property(r => r.AreaList).HasColumnName("area_list").HasMaxLength(32).IsUnicode(false);
            row.Property(r => r.Cells).HasColumnName("cells");
            row.Property(r => r.Figures).HasColumnName("figures");
            row.Property(r => r.First).HasColumnName("first");
            row.Property(r => r.Payload).HasColumnName("payload");
        });
        model.Entity<AreaList>(row =>
        {
            row.ToTable("area_list");
            row.HasKey(r => r.Hash);
            row.Property(r => r.Hash).HasColumnName("hash").HasMaxLength(32).IsUnicode(false);
            row.Property(r => r.Codes).HasColumnName("codes");
        });
        return model;
    }

    /// <summary>The column store of a service whose database is <typeparamref name="TContext"/>.</summary>
    public static IServiceCollection AddColumnStore<TContext>(this IServiceCollection services)
        where TContext : DbContext =>
        services.AddScoped<IColumnStore>(provider =>
            new ColumnStore(provider.GetRequiredService<TContext>(), provider.GetRequiredService<IBulkWriter>()));
}
