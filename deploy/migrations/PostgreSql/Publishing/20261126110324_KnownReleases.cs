using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.PostgreSql.Publishing
{
    /// <inheritdoc />
    public partial class KnownReleases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "known_releases_accepted_at",
                table: "known_releases");

            migrationBuilder.AddColumn<long>(
                name: "known_release",
                table: "publications",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // A withdrawal was known as of the release after the one that was complete.
            migrationBuilder.Sql("UPDATE publications SET known_release = CASE WHEN withdraws_id IS NULL THEN completed_release ELSE completed_release - 1 END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "known_release",
                table: "publications");

            migrationBuilder.CreateIndex(
                name: "known_releases_accepted_at",
                table: "known_releases",
                column: "accepted_at");
        }
    }
}
