using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.PostgreSql.Publishing
{
    /// <inheritdoc />
    public partial class CatchingUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "publications_release",
                table: "publications");

            migrationBuilder.AddColumn<long>(
                name: "completed_release",
                table: "publications",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("UPDATE publications SET completed_release = release");

            migrationBuilder.CreateIndex(
                name: "publications_completed_release",
                table: "publications",
                column: "completed_release");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "publications_completed_release",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "completed_release",
                table: "publications");

            migrationBuilder.CreateIndex(
                name: "publications_release",
                table: "publications",
                column: "release");
        }
    }
}
