using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Utanforskap.Contracts.Reading;
using Utanforskap.Ingestion.Tests.Hosting;

namespace Utanforskap.Ingestion.Tests.Watching;

/// <summary>Quartz's store in a real database.</summary>
[Trait("Category", "Slow")]
public sealed class WindowScheduleTests : IDisposable
{
    private static readonly (string, string) _calendar = ("Watching:Calendar", "true");
    private readonly List<string> _folders = [];

    public void Dispose() => _folders.ForEach(f => Directory.Delete(f, recursive: true));

    [Fact]
    public async Task Schedules_survive_a_restart_a_changed_calendar_replaces_its_own_and_a_removed_register_loses_it()
    {
        var both = Folder(("people", "08:00"), ("houses", "09:30"));
        await using var first = await RunningIngestion.StartAsync(both, _calendar);
        var before = await CronsAsync(first);
        before.ShouldBe(["houses 0 30 9 ? 2 *", "houses 0 0 10 ? 2 *", "people 0 0 10 ? 2 *", "people 0 0 8 ? 2 *"], ignoreOrder: true);

        await using (await first.StartSiblingAsync(both, _calendar))
        {
            (await CronsAsync(first)).ShouldBe(before, ignoreOrder: true, "the same catalogue is the same schedule");
        }

        (await CronsAsync(first)).ShouldBe(before, ignoreOrder: true, "an instance that stops takes nothing away");
        await using var changed = await first.StartSiblingAsync(Folder(("people", "07:15")), _calendar);

        (await CronsAsync(first)).ShouldBe(["people 0 15 7 ? 2 *", "people 0 0 10 ? 2 *"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_firing_that_was_missed_is_made_up_for_once_by_one_of_two_instances()
    {
        var id = "missed-" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var folder = Folder((id, "00:00"));
        using var fired = new Firings(id);
        await using var first = await RunningIngestion.StartAsync(folder, _calendar);
        await using var second = await first.StartSiblingAsync(folder, _calendar);
        var stale = DateTimeOffset.UnixEpoch;
        await first.QueryAsync(db => db.Registers.Where(s => s.Register == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.OpenUntil, stale)));

        // As if every instance had been away for years of openings.
        var missed = DateTimeOffset.UnixEpoch.AddDays(10);
        (await first.QueryAsync(db => db.Database.ExecuteSqlAsync(
            $"UPDATE qrtz_triggers SET next_fire_time = {missed.UtcTicks} WHERE trigger_name = {id + "-0-opens"}"))).ShouldBe(1);
        await RunningIngestion.UntilAsync(
            async () => !fired.Ids.IsEmpty && await first.QueryAsync(db => db.Registers.AnyAsync(s => s.Register == id && s.OpenUntil != stale)),
            "the missed firing should be made up for, and set the window as the calendar has it now");
        await RunningIngestion.UntilAsync(
            async () => await first.QueryAsync(db => db.Database.SqlQuery<int>(
                $"SELECT count(*)::int AS \"Value\" FROM qrtz_fired_triggers").SingleAsync()) == 0,
            "the firing should end");

        fired.Ids.Count.ShouldBe(1, "many missed openings and two instances are one firing");
        (await first.QueryAsync(db => db.Database.SqlQuery<long>(
            $"SELECT next_fire_time AS \"Value\" FROM qrtz_triggers WHERE trigger_name = {id + "-0-opens"}").SingleAsync())).ShouldBeGreaterThan(missed.UtcTicks);
    }

    [Fact]
    public async Task The_service_needs_no_right_to_make_tables()
    {
        await using var owner = await RunningIngestion.StartAsync(RunningIngestion.PeopleFolder);
        var role = "utan_rows_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
        var owned = owner.Services.GetRequiredService<IConfiguration>()["Database:ConnectionString"]!;
        await RunAsync(owned, $"CREATE ROLE {role} LOGIN PASSWORD '{role}'; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        try
        {
            var limited = new NpgsqlConnectionStringBuilder(owned) { Username = role, Password = role, Pooling = false }.ConnectionString;
            (await Should.ThrowAsync<PostgresException>(() => RunAsync(limited, "CREATE TABLE forbidden (id int)"))).SqlState
                .ShouldBe(PostgresErrorCodes.InsufficientPrivilege, "the role makes no tables");
            await using var service = await owner.StartSiblingAsync(RunningIngestion.PeopleFolder, _calendar, ("Database:ConnectionString", limited));

            (await CronsAsync(owner)).Count.ShouldBe(2, "the schedule is written");
            (await service.GetAsync<List<RegisterStatus>>("/status")).ShouldHaveSingleItem();
        }
        finally
        {
            await RunAsync(owned, $"DROP OWNED BY {role} CASCADE; DROP ROLE {role}");
        }
    }

    private static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(RunningIngestion.Stop);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the only variable part is the role's name made above, of letters and digits
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(RunningIngestion.Stop);
    }

    private static Task<List<string>> CronsAsync(RunningIngestion service) => service.QueryAsync(db => db.Database.SqlQuery<string>(
        $"SELECT t.job_name || ' ' || c.cron_expression AS \"Value\" FROM qrtz_cron_triggers c JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)").ToListAsync());

    /// <summary>A catalogue of registers whose window in February opens at a time and closes at ten.</summary>
    private string Folder(params (string Id, string Opens)[] registers)
    {
        var folder = Directory.CreateTempSubdirectory("utan-registers-").FullName;
        _folders.Add(folder);
        foreach (var (id, opens) in registers)
        {
            File.WriteAllText(Path.Combine(folder, id + ".yaml"), TestTables.Yaml
                .Replace("id: people", "id: " + id, StringComparison.Ordinal)
                .Replace("TAB1", "TAB-" + id, StringComparison.Ordinal)
                .Replace("08:00", opens, StringComparison.Ordinal));
        }

        return folder;
    }

    /// <summary>The firings of a job, in whichever instance of this process.</summary>
    private sealed class Firings : IDisposable
    {
        private readonly ActivityListener _listener;

        public Firings(string job)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Quartz",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.OperationName == "Quartz.Job.Execute" && activity.TagObjects.Any(t => t.Value as string == job))
                    {
                        Ids.Enqueue(activity.OperationName);
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Ids { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
