using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Quartz;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.Ingestion.Storage;

namespace Utanforskap.Ingestion.Watching;

/// <summary>Opens or closes a register's watch window: works out from the calendar what holds now, so that a missed or repeated firing does no harm.</summary>
internal sealed class WindowJob(RegisterCatalogue catalogue, RegisterStates states, IngestionDb database, TimeProvider time) : IJob
{
    public const string Group = "watch-windows";

    /// <inheritdoc/>
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        new(SetAsync(context.JobDetail.Key.Name, cancellationToken));

    /// <summary>Stores until when the window of a register is open.</summary>
    public async Task SetAsync(string id, CancellationToken cancellationToken)
    {
        // A register without windows is always watched.
        if (catalogue.TryFind(id, out var register) && register.Calendar.Windows.Count > 0)
        {
            await states.EnsureAsync(id, cancellationToken);
            var until = ReleaseCalendars.OpenUntil(register.Calendar, time.GetUtcNow());
            await database.Registers.Where(s => s.Register == id)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.OpenUntil, until), cancellationToken);
        }
    }
}

/// <summary>Writes the registers' calendars into Quartz's store at start, as they are in the catalogue now, and sets the windows once.</summary>
internal sealed class WindowSchedule(ISchedulerFactory schedulers, RegisterCatalogue catalogue, IServiceScopeFactory scopes) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var jobs = catalogue.Registers.ToDictionary(
            r => JobBuilder.Create<WindowJob>().WithIdentity(r.Id, WindowJob.Group).StoreDurably().Build(),
            IReadOnlyCollection<ITrigger> (r) => [.. Triggers(r)]);
        await scheduler.DeleteJobs(GroupMatcher<JobKey>.GroupEquals(WindowJob.Group), cancellationToken);
        await scheduler.ScheduleJobs(jobs, new ScheduleJobOptions { Replace = true }, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        foreach (var register in catalogue.Registers)
        {
            await ActivatorUtilities.CreateInstance<WindowJob>(scope.ServiceProvider).SetAsync(register.Id, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A firing at the opening and at the closing time of each window, on every day of its months; the job knows the days.</summary>
    private static IEnumerable<ITrigger> Triggers(Register register)
    {
        foreach (var (window, i) in register.Calendar.Windows.Select((w, i) => (w, i)))
        {
            foreach (var (clock, what) in new[] { (window.Opens, "opens"), (window.Closes, "closes") })
            {
                yield return TriggerBuilder.Create()
                    .WithIdentity(string.Create(CultureInfo.InvariantCulture, $"{register.Id}-{i}-{what}"), WindowJob.Group)
                    .WithCronSchedule(
                        string.Create(CultureInfo.InvariantCulture, $"0 {clock.Minute} {clock.Hour} ? {Months(window)} *"),
                        cron => cron.InTimeZone(register.Calendar.TimeZone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                    .Build();
            }
        }
    }

    private static string Months(ReleaseWindow window)
    {
        var months = new List<int>();
        for (var month = window.From.Month; ; month = (month % 12) + 1)
        {
            months.Add(month);
            if (month == window.To.Month || months.Count == 12)
            {
                return string.Join(',', months.Order());
            }
        }
    }
}
