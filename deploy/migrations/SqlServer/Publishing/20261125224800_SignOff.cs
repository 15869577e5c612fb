using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Utanforskap.Migrations.SqlServer.Publishing
{
    /// <inheritdoc />
    public partial class SignOff : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "publications_method_version",
                table: "publications");

            migrationBuilder.RenameColumn(
                name: "version",
                table: "publications",
                newName: "edition");

            migrationBuilder.AddColumn<string>(
                name: "candidate_id",
                table: "run_methods",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "content_hash",
                table: "published_columns",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<bool>(
                name: "ended",
                table: "published_columns",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "engine",
                table: "published_columns",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<int>(
                name: "method_version",
                table: "published_columns",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "release",
                table: "published_columns",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "run_id",
                table: "published_columns",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "actor",
                table: "publications",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "candidate_id",
                table: "publications",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "content_hash",
                table: "publications",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<int>(
                name: "patch",
                table: "publications",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "engine",
                table: "publications",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<int>(
                name: "major",
                table: "publications",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "minor",
                table: "publications",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "publications",
                type: "nvarchar(2000)",
                maxLength: 2000,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "publications",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "withdraws_id",
                table: "publications",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "message",
                table: "known_releases",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "known_releases",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.CreateTable(
                name: "candidates",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    method = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    method_version = table.Column<int>(type: "int", nullable: false),
                    base_id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    run_id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    reasons = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    embargo_until = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    columns = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    info = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    state = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    actor = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    decided_at = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: true),
                    superseded_by = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2_UTF8"),
                    publication_id = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2_UTF8")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_candidates", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "method_holds",
                columns: table => new
                {
                    method = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "datetimeoffset(6)", precision: 6, nullable: false),
                    reason = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    retry_asked = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_method_holds", x => x.method);
                });

            migrationBuilder.CreateTable(
                name: "missed_outcomes",
                columns: table => new
                {
                    method = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2_UTF8")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_missed_outcomes", x => new { x.method, x.release });
                });

            migrationBuilder.InsertData(
                table: "counters",
                columns: new[] { "name", "value" },
                values: new object[,]
                {
                    { "candidate", 0L },
                    { "told", 0L }
                });

            migrationBuilder.CreateIndex(
                name: "run_methods_candidate",
                table: "run_methods",
                column: "candidate_id");

            migrationBuilder.CreateIndex(
                name: "publications_method_edition",
                table: "publications",
                columns: new[] { "method", "edition" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "publications_withdraws",
                table: "publications",
                column: "withdraws_id");

            migrationBuilder.CreateIndex(
                name: "candidates_id",
                table: "candidates",
                column: "id",
                unique: true,
                filter: "[id] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "candidates_state",
                table: "candidates",
                columns: new[] { "state", "method" });

            // The versions that what is published would have got; that an old revision brought new areas cannot be told any more. Its lineage is that of its publication,
            // without hashes. The world was told of every release that is known.
            migrationBuilder.Sql("""
                WITH steps AS (
                    SELECT p.sequence, p.method, p.edition, CASE
                        WHEN p.base_id IS NULL THEN 0
                        WHEN p.method_version <> (SELECT b.method_version FROM publications b WHERE b.id = p.base_id)
                            OR EXISTS (SELECT 1 FROM published_columns c WHERE c.sequence = p.sequence AND c.kind = 'boundary') THEN 3
                        WHEN EXISTS (SELECT 1 FROM published_columns c WHERE c.sequence = p.sequence AND c.kind = 'new-period') THEN 2
                        ELSE 1 END AS step
                    FROM publications p),
                majors AS (SELECT steps.*, 1 + SUM(CASE WHEN step = 3 THEN 1 ELSE 0 END) OVER (PARTITION BY method ORDER BY edition) AS major FROM steps),
                minors AS (SELECT majors.*, SUM(CASE WHEN step = 2 THEN 1 ELSE 0 END) OVER (PARTITION BY method, major ORDER BY edition) AS minor FROM majors),
                patches AS (SELECT minors.*, SUM(CASE WHEN step = 1 THEN 1 ELSE 0 END) OVER (PARTITION BY method, major, minor ORDER BY edition) AS patch FROM minors)
                UPDATE publications SET major = v.major, minor = v.minor, patch = v.patch, status = 'InUse'
                FROM patches v WHERE publications.sequence = v.sequence
                """);
            migrationBuilder.Sql("""
                UPDATE published_columns SET release = p.release, method_version = p.method_version, run_id = p.run_id
                FROM publications p WHERE p.sequence = published_columns.sequence
                """);
            migrationBuilder.Sql("UPDATE counters SET value = (SELECT COALESCE(MAX(release), 0) FROM known_releases) WHERE name = 'told'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "candidates");

            migrationBuilder.DropTable(
                name: "method_holds");

            migrationBuilder.DropTable(
                name: "missed_outcomes");

            migrationBuilder.DropIndex(
                name: "run_methods_candidate",
                table: "run_methods");

            migrationBuilder.DropIndex(
                name: "publications_method_edition",
                table: "publications");

            migrationBuilder.DropIndex(
                name: "publications_withdraws",
                table: "publications");

            migrationBuilder.DeleteData(
                table: "counters",
                keyColumn: "name",
                keyValue: "candidate");

            migrationBuilder.DeleteData(
                table: "counters",
                keyColumn: "name",
                keyValue: "told");

            migrationBuilder.DropColumn(
                name: "candidate_id",
                table: "run_methods");

            migrationBuilder.DropColumn(
                name: "content_hash",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "ended",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "engine",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "method_version",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "release",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "run_id",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "actor",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "candidate_id",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "content_hash",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "patch",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "engine",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "major",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "minor",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "status",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "withdraws_id",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "message",
                table: "known_releases");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "known_releases");

            migrationBuilder.RenameColumn(
                name: "edition",
                table: "publications",
                newName: "version");

            migrationBuilder.CreateIndex(
                name: "publications_method_version",
                table: "publications",
                columns: new[] { "method", "version" },
                unique: true);
        }
    }
}
