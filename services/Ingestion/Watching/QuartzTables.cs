using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Utanforskap.Ingestion.Watching;

/// <summary>
/// The tables that Quartz 4 keeps its schedule in, so that the migrations make them and the service needs no right to. Quartz alone reads and writes
/// them, and checks at start that all are there. A version of Quartz with other tables needs a migration. The optional histories are not kept.
/// </summary>
internal static class QuartzTables
{
    /// <summary>What Quartz puts before every table's name.</summary>
    public const string Prefix = "QRTZ_";

    /// <summary>Adds the tables to the service's model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="lowerCase">Whether the database reads a name that is not quoted, as Quartz writes them, in lower case.</param>
    public static void AddQuartzTables(this ModelBuilder model, bool lowerCase)
    {
        var tables = new Tables(model, lowerCase);
        tables.Add("JOB_DETAILS", ["SCHED_NAME", "JOB_NAME", "JOB_GROUP"], t => t
            .Text("SCHED_NAME", 120).Text("JOB_NAME", 150).Text("JOB_GROUP", 150).Text("DESCRIPTION", 250, optional: true)
            .Text("JOB_CLASS_NAME", 250).Flag("IS_DURABLE").Flag("IS_NONCONCURRENT").Flag("IS_UPDATE_DATA").Flag("REQUESTS_RECOVERY")
            .Bytes("JOB_DATA", optional: true)
            .Index("J_G_N", "SCHED_NAME", "JOB_GROUP", "JOB_NAME"));
        tables.Add("TRIGGERS", ["SCHED_NAME", "TRIGGER_NAME", "TRIGGER_GROUP"], t => t
            .Text("SCHED_NAME", 120).Text("TRIGGER_NAME", 150).Text("TRIGGER_GROUP", 150).Text("JOB_NAME", 150).Text("JOB_GROUP", 150)
            .Text("DESCRIPTION", 250, optional: true).Long("NEXT_FIRE_TIME", optional: true).Long("PREV_FIRE_TIME", optional: true)
            .Int("PRIORITY", optional: true).Text("TRIGGER_STATE", 16).Text("TRIGGER_TYPE", 8).Long("START_TIME").Long("END_TIME", optional: true)
            .Text("CALENDAR_NAME", 200, optional: true).Int("MISFIRE_INSTR", optional: true).Long("MISFIRE_ORIG_FIRE_TIME", optional: true)
            .Text("EXECUTION_GROUP", 200, optional: true).Text("PREFERRED_NODE", 200, optional: true).Flag("PREFERRED_NODE_AUTO", falseByDefault: true)
            .Text("RETRY_POLICY", 250, optional: true).Int("RETRY_ATTEMPT", optional: true)
            .Text("CONTINUES_TRIGGER_NAME", 150, optional: true).Text("CONTINUES_TRIGGER_GROUP", 150, optional: true)
            .Int("CONTINUATION_CONDITION", optional: true).Int("OVERLAP_POLICY", optional: true)
            .Text("PAUSE_REASON", 250, optional: true).Text("PAUSED_BY", 200, optional: true).Long("PAUSED_AT", optional: true)
            .Long("MISFIRE_THRESHOLD", optional: true).Flag("FIXED_DELAY", optional: true).Bytes("JOB_DATA", optional: true)
            .BelongsTo("JOB_DETAILS", DeleteBehavior.Restrict, "SCHED_NAME", "JOB_NAME", "JOB_GROUP")
            .Index("T_J", "SCHED_NAME", "JOB_NAME", "JOB_GROUP")
            .Index("T_G_N", "SCHED_NAME", "TRIGGER_GROUP", "TRIGGER_NAME")
            .Index("T_C", "SCHED_NAME", "CALENDAR_NAME")
            .Index("T_NFT_ST", "SCHED_NAME", "TRIGGER_STATE", "NEXT_FIRE_TIME", "PRIORITY", "MISFIRE_INSTR"));
        tables.AddKindOfTrigger("SIMPLE_TRIGGERS", t => t.Int("REPEAT_COUNT").Long("REPEAT_INTERVAL").Int("TIMES_TRIGGERED"));
        tables.AddKindOfTrigger("CRON_TRIGGERS", t => t.Text("CRON_EXPRESSION", 120).Text("TIME_ZONE_ID", 80, optional: true));
        tables.AddKindOfTrigger("SIMPROP_TRIGGERS", t => t
            .Text("STR_PROP_1", 512, optional: true).Text("STR_PROP_2", 512, optional: true).Text("STR_PROP_3", 512, optional: true)
            .Int("INT_PROP_1", optional: true).Int("INT_PROP_2", optional: true).Long("LONG_PROP_1", optional: true).Long("LONG_PROP_2", optional: true)
            .Decimal("DEC_PROP_1").Decimal("DEC_PROP_2").Flag("BOOL_PROP_1", optional: true).Flag("BOOL_PROP_2", optional: true)
            .Text("TIME_ZONE_ID", 80, optional: true));
        tables.AddKindOfTrigger("BLOB_TRIGGERS", t => t.Bytes("BLOB_DATA", optional: true));
        tables.Add("CALENDARS", ["SCHED_NAME", "CALENDAR_NAME"], t => t.Text("SCHED_NAME", 120).Text("CALENDAR_NAME", 200).Bytes("CALENDAR"));
        tables.Add("PAUSED_TRIGGER_GRPS", ["SCHED_NAME", "TRIGGER_GROUP"], t => t.Text("SCHED_NAME", 120).Text("TRIGGER_GROUP", 150)
            .Text("PAUSE_REASON", 250, optional: true).Text("PAUSED_BY", 200, optional: true).Long("PAUSED_AT", optional: true));
        tables.Add("PAUSED_JOB_GRPS", ["SCHED_NAME", "JOB_GROUP"], t => t.Text("SCHED_NAME", 120).Text("JOB_GROUP", 150)
            .Text("PAUSE_REASON", 250, optional: true).Text("PAUSED_BY", 200, optional: true).Long("PAUSED_AT", optional: true));
        tables.Add("FIRED_TRIGGERS", ["SCHED_NAME", "ENTRY_ID"], t => t
            .Text("SCHED_NAME", 120).Text("ENTRY_ID", 140).Text("TRIGGER_NAME", 150).Text("TRIGGER_GROUP", 150).Text("INSTANCE_NAME", 200)
            .Long("FIRED_TIME").Long("SCHED_TIME").Int("PRIORITY").Text("STATE", 16)
            .Text("JOB_NAME", 150, optional: true).Text("JOB_GROUP", 150, optional: true)
            .Flag("IS_NONCONCURRENT", optional: true).Flag("REQUESTS_RECOVERY", optional: true).Text("EXECUTION_GROUP", 200, optional: true)
            .Int("PROGRESS", optional: true).Text("PROGRESS_MESSAGE", 250, optional: true).Long("INTERRUPT_REQUESTED_TIME", optional: true)
            .Index("FT_INST_JOB_REQ_RCVRY", "SCHED_NAME", "INSTANCE_NAME", "REQUESTS_RECOVERY")
            .Index("FT_J_G", "SCHED_NAME", "JOB_NAME", "JOB_GROUP")
            .Index("FT_T_G", "SCHED_NAME", "TRIGGER_NAME", "TRIGGER_GROUP"));
        tables.Add("SCHEDULER_STATE", ["SCHED_NAME", "INSTANCE_NAME"], t => t
            .Text("SCHED_NAME", 120).Text("INSTANCE_NAME", 200).Long("LAST_CHECKIN_TIME").Long("CHECKIN_INTERVAL").Text("QUARTZ_VERSION", 20, optional: true));
        tables.Add("LOCKS", ["SCHED_NAME", "LOCK_NAME"], t => t.Text("SCHED_NAME", 120).Text("LOCK_NAME", 40));
    }

    private sealed record Tables(ModelBuilder Model, bool LowerCase)
    {
        public void Add(string name, string[] key, Action<Columns> columns) => Model.SharedTypeEntity<Dictionary<string, object?>>(Prefix + name, row =>
        {
            row.ToTable(InDatabase(Prefix + name));
            columns(new Columns(row, InDatabase));
            row.HasKey(key).HasName(InDatabase("PK_" + Prefix + name));
        });

        /// <summary>What a kind of trigger has beside what all have; its row goes with the trigger's.</summary>
        public void AddKindOfTrigger(string name, Action<Columns> columns)
        {
            string[] key = ["SCHED_NAME", "TRIGGER_NAME", "TRIGGER_GROUP"];
            Add(name, key, t =>
            {
                columns(t.Text("SCHED_NAME", 120).Text("TRIGGER_NAME", 150).Text("TRIGGER_GROUP", 150));
                t.BelongsTo("TRIGGERS", DeleteBehavior.Cascade, key);
            });
        }

        private string InDatabase(string name) => LowerCase ? name.ToLowerInvariant() : name;
    }

    private sealed record Columns(EntityTypeBuilder<Dictionary<string, object?>> Row, Func<string, string> InDatabase)
    {
        public Columns Text(string name, int length, bool optional = false) => With<string>(name, p => p.HasMaxLength(length).IsRequired(!optional));

        public Columns Bytes(string name, bool optional = false) => With<byte[]>(name, p => p.IsRequired(!optional));

        public Columns Int(string name, bool optional = false) => optional ? With<int?>(name) : With<int>(name);

        public Columns Long(string name, bool optional = false) => optional ? With<long?>(name) : With<long>(name);

        public Columns Decimal(string name) => With<decimal?>(name, p => p.HasPrecision(13, 4));

        public Columns Flag(string name, bool optional = false, bool falseByDefault = false) =>
            optional ? With<bool?>(name) : falseByDefault ? With<bool>(name, p => p.HasDefaultValue(false)) : With<bool>(name);

        public Columns Index(string name, params string[] columns)
        {
            Row.HasIndex(columns, name).HasDatabaseName(InDatabase("IDX_" + Prefix + name));
            return this;
        }

        public Columns BelongsTo(string table, DeleteBehavior whenDeleted, params string[] columns)
        {
            Row.HasOne(Prefix + table, null).WithMany().HasForeignKey(columns).OnDelete(whenDeleted)
                .HasConstraintName(InDatabase($"FK_{Row.Metadata.Name}_{Prefix}{table}"));
            return this;
        }

        private Columns With<T>(string name, Action<PropertyBuilder<T>>? more = null)
        {
            var property = Row.IndexerProperty<T>(name).HasColumnName(InDatabase(name));
            more?.Invoke(property);
            return this;
        }
    }
}
