using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Utanforskap.ServiceDefaults.Database;

/// <summary>Writes many rows at once: COPY on PostgreSQL, SqlBulkCopy on SQL Server, within the context's current transaction.</summary>
public interface IBulkWriter
{
    /// <summary>Rows of an entity type of the context's model; returns how many. The rows are read once, as a stream, and are not tracked.</summary>
    Task<long> WriteAsync<TEntity>(DbContext context, IEnumerable<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class;
}

/// <summary>Knows tables, columns and conversions from the context's model, so that a bulk row is stored as a saved one would be.</summary>
internal sealed class BulkWriter : IBulkWriter
{
    /// <summary>Rows that are sent to SQL Server at a time; bounds the memory.</summary>
    private const int SqlServerBatch = 5_000;

    public async Task<long> WriteAsync<TEntity>(DbContext context, IEnumerable<TEntity> rows, CancellationToken cancellationToken)
        where TEntity : class
    {
        var table = BulkTable.Of(context.Model.FindEntityType(typeof(TEntity))
            ?? throw new ArgumentException($"{typeof(TEntity).Name} is not in the model of {context.GetType().Name}.", nameof(rows)));
        await context.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            return context.Database.IsNpgsql()
                ? await CopyAsync((NpgsqlConnection)context.Database.GetDbConnection(), table, rows, cancellationToken)
                : await BulkCopyAsync(context, table, rows, cancellationToken);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static async Task<long> CopyAsync(
        NpgsqlConnection connection, BulkTable table, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(table.CopyCommand, cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            foreach (var column in table.Columns)
            {
                if (column.Read(row) is { } value)
                {
                    await copy.WriteAsync(value, column.StoreType, cancellationToken);
                }
                else
                {
                    await copy.WriteNullAsync(cancellationToken);
                }
            }
        }

        return (long)await copy.CompleteAsync(cancellationToken);
    }

    private static async Task<long> BulkCopyAsync(
        DbContext context, BulkTable table, IEnumerable<object> rows, CancellationToken cancellationToken)
    {
        using var copy = new SqlBulkCopy(
            (SqlConnection)context.Database.GetDbConnection(),
            SqlBulkCopyOptions.CheckConstraints,
            (SqlTransaction?)context.Database.CurrentTransaction?.GetDbTransaction())
        {
            DestinationTableName = table.BulkCopyName,
        };
        using var buffer = new DataTable();
        foreach (var column in table.Columns)
        {
            buffer.Columns.Add(column.Name, column.StoredClrType);
            copy.ColumnMappings.Add(column.Name, column.Name);
        }

        var written = 0L;
        foreach (var chunk in rows.Chunk(SqlServerBatch))
        {
            buffer.Clear();
            foreach (var row in chunk)
            {
                buffer.Rows.Add([.. table.Columns.Select(column => column.Read(row) ?? DBNull.Value)]);
            }

            await copy.WriteToServerAsync(buffer, cancellationToken);
            written += chunk.Length;
        }

        return written;
    }
}

/// <summary>An entity type's table as bulk writing needs it.</summary>
internal sealed record BulkTable(string? Schema, string Name, IReadOnlyList<BulkColumn> Columns)
{
    public string CopyCommand =>
        $"COPY {Qualified('"', '"')} ({string.Join(", ", Columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)";

    public string BulkCopyName => Qualified('[', ']');

    public static BulkTable Of(IEntityType type)
    {
        var name = type.GetTableName() ?? throw new ArgumentException($"{type.DisplayName()} has no table.", nameof(type));
        var table = StoreObjectIdentifier.Table(name, type.GetSchema());
        return new(type.GetSchema(), name, [.. type.GetProperties()
            .Where(property => property.GetComputedColumnSql(table) is null && !IsIdentity(property))
            .Select(property => BulkColumn.Of(property, table))]);
    }

    // A key that the database makes is left to it.
    private static bool IsIdentity(IProperty property) =>
        property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType != typeof(Guid) && property.IsPrimaryKey() &&
        (property.ClrType == typeof(int) || property.ClrType == typeof(long));

    private string Qualified(char open, char close) => Schema is null ? $"{open}{Name}{close}" : $"{open}{Schema}{close}.{open}{Name}{close}";
}

/// <summary>A column: its name and type in the database, and how to read its stored value from an entity.</summary>
internal sealed record BulkColumn(string Name, string StoreType, Type StoredClrType, Func<object, object?> Read)
{
    public static BulkColumn Of(IProperty property, StoreObjectIdentifier table)
    {
        if (property.IsShadowProperty())
        {
            throw new NotSupportedException($"{property.DeclaringType.DisplayName()}.{property.Name} exists only in the model: bulk rows cannot have it.");
        }

        var mapping = property.GetRelationalTypeMapping();
        var getter = property.GetGetter();
        Func<object, object?> read = getter.GetClrValue;
        if (mapping.Converter is { } converter)
        {
            read = row => converter.ConvertToProvider(getter.GetClrValue(row));
        }

        var stored = mapping.Converter?.ProviderClrType ?? property.ClrType;
        return new(property.GetColumnName(table)!, mapping.StoreTypeNameBase, Nullable.GetUnderlyingType(stored) ?? stored, read);
    }
}
