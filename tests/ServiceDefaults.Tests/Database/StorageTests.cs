using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.Testing;

namespace Utanforskap.ServiceDefaults.Tests.Database;

public enum Mood
{
    Calm,
    Wild,
}

public sealed class Note
{
    public required string Code { get; init; }

    public Mood? Mood { get; init; }

    public byte[]? Body { get; init; }

    public required DateTimeOffset At { get; init; }

    public double Value { get; init; }
}

public sealed class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var note = modelBuilder.Entity<Note>().ToTable("note");
        note.HasKey(row => row.Code);
        note.Property(row => row.Code).HasColumnName("code").HasMaxLength(40);
        note.Property(row => row.Mood).HasColumnName("mood").HasConversion<string>().HasMaxLength(8);
        note.Property(row => row.Body).HasColumnName("body");
        note.Property(row => row.At).HasColumnName("at");
        note.Property(row => row.Value).HasColumnName("value");
    }
}

public sealed class StorageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private TestDatabase database = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        await using var context = Open();
        await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => database?.DisposeAsync() ?? default;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bulk_rows_are_stored_as_saved_ones_are_within_the_transaction(bool commit)
    {
        var stop = TestContext.Current.CancellationToken;
        Note[] rows =
        [
            new() { Code = "a", Mood = Mood.Wild, Body = [1, 2], At = Noon.AddTicks(10), Value = double.NaN },
            new() { Code = "B", At = Noon, Value = 0.1 },
        ];
        await using (var context = Open())
        {
            var work = context.InTransactionAsync(
                async token =>
                {
                    (await new BulkWriter().WriteAsync(context, rows, token)).ShouldBe(2, "every row is counted");
                    Assert.True(commit, "rolled back");
                },
                stop);
            await (commit ? work : Should.ThrowAsync<Xunit.Sdk.TrueException>(work));
        }

        await using var later = Open();
        var stored = await later.Set<Note>().OrderBy(row => row.Code).ToListAsync(stop);
        stored.Select(row => row.Code).ShouldBe(commit ? ["B", "a"] : [], "codes are ordered byte by byte, and a rollback takes the rows back");
        if (commit)
        {
            stored[1].ShouldBeEquivalentTo(rows[0], "every kind of value comes back as it went in");
        }
    }

    [Fact]
    public async Task A_transaction_is_tried_again_as_a_whole_when_its_connection_is_cut()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var context = Open();
        var attempts = 0;
        await context.InTransactionAsync(
            async token =>
            {
                context.Add(new Note { Code = "once", At = Noon });
                await context.SaveChangesAsync(token);
                if (attempts++ == 0)
                {
                    await database.CutConnectionsAsync();
                    await context.Set<Note>().CountAsync(token);
                }
            },
            stop);
        attempts.ShouldBe(2, "the cut attempt is followed by a whole new one");
        (await context.Set<Note>().CountAsync(stop)).ShouldBe(1, "the cut attempt left nothing");
    }

    [Fact]
    public void Both_providers_compare_codes_byte_by_byte_and_keep_microseconds()
    {
        using var context = new NotesContext((DbContextOptions<NotesContext>)new DbContextOptionsBuilder<NotesContext>()
            .UseProvider(DatabaseProvider.SqlServer, "Server=nowhere").Options);
        var script = context.Database.GenerateCreateScript();
        script.ShouldContain("[code] nvarchar(40) COLLATE Latin1_General_100_BIN2_UTF8 NOT NULL");
        script.ShouldContain("[mood] nvarchar(8) COLLATE Latin1_General_100_BIN2_UTF8 NULL");
        script.ShouldContain("[at] datetimeoffset(6) NOT NULL");
        using var postgres = Open();
        postgres.Database.GenerateCreateScript().ShouldContain("code character varying(40) COLLATE \"C\" NOT NULL");
        BulkTable.Of(context.Model.FindEntityType(typeof(Note))!).BulkCopyName.ShouldBe("[note]");
    }

    [Theory]
    [InlineData("SqlServer", "Server=x", "This build cannot use SQL Server: build it with -p:SqlServerComplete=true, or set Database:Provider to PostgreSql.")]
    [InlineData("PostgreSql", "", "The setting Database:ConnectionString is missing: give the service a database of its own.")]
    public void A_service_that_cannot_use_its_database_settings_says_which_in_one_sentence(string provider, string connection, string sentence)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Database:Provider"] = provider;
        builder.Configuration["Database:ConnectionString"] = connection;
        builder.AddDatabase<NotesContext>();
        using var app = (IDisposable)builder.Build();
        var refusal = Should.Throw<OptionsValidationException>(() => ((WebApplication)app).Services.GetRequiredService<IStartupValidator>().Validate());
        refusal.Message.ShouldEndWith(sentence);
    }

    private NotesContext Open() => new((DbContextOptions<NotesContext>)new DbContextOptionsBuilder<NotesContext>()
        .UseProvider(DatabaseProvider.PostgreSql, database.ConnectionString).Options);
}
