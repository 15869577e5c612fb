using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Utanforskap.Migrations.PostgreSql.Publishing
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "area_changes",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    division = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    area = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    class_before = table.Column<int>(type: "integer", nullable: true),
                    class_after = table.Column<int>(type: "integer", nullable: true),
                    index_before = table.Column<double>(type: "double precision", nullable: true),
                    index_after = table.Column<double>(type: "double precision", nullable: true),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    cause = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_changes", x => new { x.sequence, x.division, x.period, x.area });
                });

            migrationBuilder.CreateTable(
                name: "area_names",
                columns: table => new
                {
                    division = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    area = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_names", x => new { x.division, x.area, x.since });
                });

            migrationBuilder.CreateTable(
                name: "area_results",
                columns: table => new
                {
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    division = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    area = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    @class = table.Column<int>(name: "class", type: "integer", nullable: true),
                    index_value = table.Column<double>(type: "double precision", nullable: true),
                    population = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_results", x => new { x.method, x.division, x.period, x.area, x.since });
                });

            migrationBuilder.CreateTable(
                name: "channel_cursors",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    leased_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_cursors", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "feed_events",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    register = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    division = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    area = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    routing_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false, collation: "C"),
                    time = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    trace_parent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true, collation: "C"),
                    document = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_events", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "inbox_cursor",
                columns: table => new
                {
                    stream = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    next = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_cursor", x => x.stream);
                });

            migrationBuilder.CreateTable(
                name: "inbox_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: true),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    trace = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true, collation: "C"),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_releases",
                columns: table => new
                {
                    release = table.Column<long>(type: "bigint", nullable: false),
                    release_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    register = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    source_table = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    source_updated = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_known_releases", x => x.release);
                });

            migrationBuilder.CreateTable(
                name: "outbox_message",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    trace = table.Column<string>(type: "character varying(55)", maxLength: 55, nullable: true, collation: "C"),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    state = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    faults = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_message", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    method_version = table.Column<int>(type: "integer", nullable: false),
                    base_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    run_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    feed_position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publications", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "published_columns",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    division = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    previous_period = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true, collation: "C"),
                    first = table.Column<bool>(type: "boolean", nullable: false),
                    areas = table.Column<int>(type: "integer", nullable: false),
                    classes = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_columns", x => new { x.sequence, x.division, x.period });
                });

            migrationBuilder.CreateTable(
                name: "published_methods",
                columns: table => new
                {
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_methods", x => new { x.method, x.version });
                });

            migrationBuilder.CreateTable(
                name: "run_methods",
                columns: table => new
                {
                    release = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    run_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    publication_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_methods", x => new { x.release, x.method });
                });

            migrationBuilder.CreateTable(
                name: "run_stages",
                columns: table => new
                {
                    release = table.Column<long>(type: "bigint", nullable: false),
                    stage = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    unchanged = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true, collation: "C"),
                    trace_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_run_stages", x => new { x.release, x.stage });
                });

            migrationBuilder.InsertData(
                table: "channel_cursors",
                columns: new[] { "name", "leased_by", "leased_until", "position" },
                values: new object[] { "amqp", null, null, 0L });

            migrationBuilder.InsertData(
                table: "counters",
                columns: new[] { "name", "value" },
                values: new object[,]
                {
                    { "feed", 0L },
                    { "publication", 0L }
                });

            migrationBuilder.CreateIndex(
                name: "area_changes_area",
                table: "area_changes",
                columns: new[] { "division", "area" });

            migrationBuilder.CreateIndex(
                name: "area_results_area",
                table: "area_results",
                columns: new[] { "division", "area" });

            migrationBuilder.CreateIndex(
                name: "feed_events_area",
                table: "feed_events",
                columns: new[] { "area", "position" });

            migrationBuilder.CreateIndex(
                name: "feed_events_id",
                table: "feed_events",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "feed_events_method",
                table: "feed_events",
                columns: new[] { "method", "position" });

            migrationBuilder.CreateIndex(
                name: "feed_events_type",
                table: "feed_events",
                columns: new[] { "type", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_due",
                table: "inbox_message",
                columns: new[] { "state", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_type_number",
                table: "inbox_message",
                columns: new[] { "type", "number" });

            migrationBuilder.CreateIndex(
                name: "known_releases_accepted_at",
                table: "known_releases",
                column: "accepted_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "state", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "publications_id",
                table: "publications",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "publications_method_version",
                table: "publications",
                columns: new[] { "method", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "publications_published_at",
                table: "publications",
                column: "published_at");

            migrationBuilder.CreateIndex(
                name: "publications_release",
                table: "publications",
                column: "release");

            migrationBuilder.CreateIndex(
                name: "published_columns_method_period",
                table: "published_columns",
                columns: new[] { "method", "period", "division", "sequence" });

            migrationBuilder.CreateIndex(
                name: "run_stages_stage",
                table: "run_stages",
                columns: new[] { "stage", "release" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "area_changes");

            migrationBuilder.DropTable(
                name: "area_names");

            migrationBuilder.DropTable(
                name: "area_results");

            migrationBuilder.DropTable(
                name: "channel_cursors");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "feed_events");

            migrationBuilder.DropTable(
                name: "inbox_cursor");

            migrationBuilder.DropTable(
                name: "inbox_message");

            migrationBuilder.DropTable(
                name: "known_releases");

            migrationBuilder.DropTable(
                name: "outbox_message");

            migrationBuilder.DropTable(
                name: "publications");

            migrationBuilder.DropTable(
                name: "published_columns");

            migrationBuilder.DropTable(
                name: "published_methods");

            migrationBuilder.DropTable(
                name: "run_methods");

            migrationBuilder.DropTable(
                name: "run_stages");
        }
    }
}
