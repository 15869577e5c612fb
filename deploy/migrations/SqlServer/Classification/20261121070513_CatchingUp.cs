using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.SqlServer.Classification
{
    /// <inheritdoc />
    public partial class CatchingUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "behind",
                table: "method_state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "behind",
                table: "method_state",
                type: "bit",
                nullable: false,
                defaultValue: false);
        }
    }
}
