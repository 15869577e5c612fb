using Microsoft.EntityFrameworkCore;
using Utanforskap.Publishing.Amqp;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Runs;
using Utanforskap.Publishing.SignOff;
using Utanforskap.Publishing.Verifying;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing;

/// <summary>What Publishing keeps: its own copy of everything that it published, the feed, what waits for sign-off, and how far each release has come.</summary>
public sealed class PublishingDb(DbContextOptions<PublishingDb> options) : DbContext(options)
{
    public DbSet<Publication> Publications => Set<Publication>();

    public DbSet<PublishedColumn> PublishedColumns => Set<PublishedColumn>();

    public DbSet<PublishedMethod> PublishedMethods => Set<PublishedMethod>();

    public DbSet<MissedOutcome> MissedOutcomes => Set<MissedOutcome>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<Candidate> Candidates => Set<Candidate>();

    public DbSet<AreaResult> AreaResults => Set<AreaResult>();

    public DbSet<AreaName> AreaNames => Set<AreaName>();

    public DbSet<AreaChange> AreaChanges => Set<AreaChange>();

    public DbSet<Counter> Counters => Set<Counter>();

    public DbSet<FeedEvent> FeedEvents => Set<FeedEvent>();

    public DbSet<ChannelCursor> ChannelCursors => Set<ChannelCursor>();

    public DbSet<KnownRelease> Releases => Set<KnownRelease>();

    public DbSet<RunStage> RunStages => Set<RunStage>();

    public DbSet<RunMethod> RunMethods => Set<RunMethod>();

    public DbSet<Verification> Verifications => Set<Verification>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.AddPublicationTables().AddAreaTables().AddFeedTables().AddChannelTables().AddRunTables().AddCandidateTables().AddVerificationTables()
            .AddHolds("method_holds", "method").AddMessagingTables().AddColumnTables();
    }
}
