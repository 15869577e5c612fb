using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.PostgreSql.Publishing
{
    /// <inheritdoc />
    public partial class Verifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "verifications",
                columns: table => new
                {
                    publication_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    at = table.Column<DateTimeOffset>(type: "timestamp(6) with time zone", precision: 6, nullable: false),
                    engine = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    document = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_verifications", x => new { x.publication_id, x.at });
                });

            migrationBuilder.CreateIndex(
                name: "verifications_at",
                table: "verifications",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "verifications");
        }
    }
}
