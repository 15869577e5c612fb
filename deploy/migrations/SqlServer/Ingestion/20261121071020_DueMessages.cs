using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Utanforskap.Migrations.SqlServer.Ingestion
{
    /// <inheritdoc />
    public partial class DueMessages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message");

            migrationBuilder.DropIndex(
                name: "ix_inbox_message_due",
                table: "inbox_message");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "due_at",
                table: "outbox_message",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "datetimeoffset(6)",
                oldPrecision: 6);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "due_at",
                table: "inbox_message",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "datetimeoffset(6)",
                oldPrecision: 6);

            migrationBuilder.Sql("UPDATE outbox_message SET due_at = NULL WHERE state <> 0");

            migrationBuilder.Sql("UPDATE inbox_message SET due_at = NULL WHERE state <> 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_dead",
                table: "outbox_message",
                columns: new[] { "stored_at", "id" },
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_dead",
                table: "inbox_message",
                columns: new[] { "stored_at", "id" },
                filter: "state = 2");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_due",
                table: "inbox_message",
                columns: new[] { "due_at", "id" },
                filter: "due_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_message_dead",
                table: "outbox_message");

            migrationBuilder.DropIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message");

            migrationBuilder.DropIndex(
                name: "ix_inbox_message_dead",
                table: "inbox_message");

            migrationBuilder.DropIndex(
                name: "ix_inbox_message_due",
                table: "inbox_message");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "due_at",
                table: "outbox_message",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "datetimeoffset(6)",
                oldPrecision: 6,
                oldNullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "due_at",
                table: "inbox_message",
                type: "datetimeoffset(6)",
                precision: 6,
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "datetimeoffset(6)",
                oldPrecision: 6,
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_message_due",
                table: "outbox_message",
                columns: new[] { "state", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inbox_message_due",
                table: "inbox_message",
                columns: new[] { "state", "due_at", "id" });
        }
    }
}
