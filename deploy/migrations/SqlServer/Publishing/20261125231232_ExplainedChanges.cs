using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.SqlServer.Publishing
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
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "limits",
                table: "published_columns",
                type: "nvarchar(max)",
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "needs",
                table: "area_results",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "explanation",
                table: "area_changes",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "needs_after",
                table: "area_changes",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "needs_before",
                table: "area_changes",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.AddColumn<string>(
                name: "previous_period",
                table: "area_changes",
                type: "nvarchar(16)",
                maxLength: 16,
                nullable: true,
                collation: "Latin1_General_100_BIN2_UTF8");

            migrationBuilder.CreateTable(
                name: "area_list",
                columns: table => new
                {
                    hash = table.Column<string>(type: "varchar(32)", unicode: false, maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    codes = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_area_list", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "column_version",
                columns: table => new
                {
                    series = table.Column<string>(type: "varchar(400)", unicode: false, maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    division = table.Column<string>(type: "varchar(40)", unicode: false, maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    period = table.Column<string>(type: "varchar(20)", unicode: false, maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    area_list = table.Column<string>(type: "varchar(32)", unicode: false, maxLength: 32, nullable: false, collation: "Latin1_General_100_BIN2_UTF8"),
                    cells = table.Column<int>(type: "int", nullable: false),
                    figures = table.Column<int>(type: "int", nullable: false),
                    first = table.Column<bool>(type: "bit", nullable: false),
                    payload = table.Column<byte[]>(type: "varbinary(max)", nullable: false)
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
