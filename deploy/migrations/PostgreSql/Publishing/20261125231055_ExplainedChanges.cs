using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.PostgreSql.Publishing
{
    /// <inheritdoc />
    public partial class ExplainedChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "inputs",
                table: "published_columns",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "limits",
                table: "published_columns",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "needs",
                table: "area_results",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "explanation",
                table: "area_changes",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "needs_after",
                table: "area_changes",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "needs_before",
                table: "area_changes",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "previous_period",
                table: "area_changes",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "area_list",
                columns: table => new
                {
                    hash = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    codes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_list", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "column_version",
                columns: table => new
                {
                    series = table.Column<string>(type: "character varying(400)", unicode: false, maxLength: 400, nullable: false, collation: "C"),
                    division = table.Column<string>(type: "character varying(40)", unicode: false, maxLength: 40, nullable: false, collation: "C"),
                    period = table.Column<string>(type: "character varying(20)", unicode: false, maxLength: 20, nullable: false, collation: "C"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    area_list = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false, collation: "C"),
                    cells = table.Column<int>(type: "integer", nullable: false),
                    figures = table.Column<int>(type: "integer", nullable: false),
                    first = table.Column<bool>(type: "boolean", nullable: false),
                    payload = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_column_version", x => new { x.series, x.division, x.period, x.release });
                });

            migrationBuilder.CreateIndex(
                name: "ix_column_version_release",
                table: "column_version",
                column: "release");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "area_list");

            migrationBuilder.DropTable(
                name: "column_version");

            migrationBuilder.DropColumn(
                name: "inputs",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "limits",
                table: "published_columns");

            migrationBuilder.DropColumn(
                name: "needs",
                table: "area_results");

            migrationBuilder.DropColumn(
                name: "explanation",
                table: "area_changes");

            migrationBuilder.DropColumn(
                name: "needs_after",
                table: "area_changes");

            migrationBuilder.DropColumn(
                name: "needs_before",
                table: "area_changes");

            migrationBuilder.DropColumn(
                name: "previous_period",
                table: "area_changes");
        }
    }
}
