using Microsoft.EntityFrameworkCore.Diagnostics;
using Utanforskap.Contracts.Messages;
using Utanforskap.Publishing.Amqp;
using Utanforskap.Publishing.Answers;
using Utanforskap.Publishing.Describing;
using Utanforskap.Publishing.Door;
using Utanforskap.Publishing.Feed;
using Utanforskap.Publishing.Page;
using Utanforskap.Publishing.Publications;
using Utanforskap.Publishing.Reading;
using Utanforskap.Publishing.Runs;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

namespace Utanforskap.Publishing;

/// <summary>What the service is made of.</summary>
internal static class Composition
{
    public static WebApplicationBuilder AddPublishing(this WebApplicationBuilder builder)
    {
        builder.AddDatabase<PublishingDb>();
        builder.AddServiceClient(IngestionReads.Client);
        builder.AddServiceClient(ClassificationReads.Client);
        builder.AddServiceClient(Indicators.Client);

        var services = builder.Services;
        services.AddSingleton<FeedWake>().AddSingleton<IInterceptor>(provider => provider.GetRequiredService<FeedWake>());
        services.AddSingleton<ClassificationReads>().AddSingleton<IngestionReads>();
        services.AddScoped<FeedWriter>().AddScoped<AreaNames>().AddScoped<Drafting>().AddScoped<PublicationWriter>();

        services.AddOptions<AmqpOptions>().BindConfiguration(AmqpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<AmqpSender>();

        services.AddOptions<DoorOptions>().BindConfiguration(DoorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ApiKeys>().AddSingleton<FailureLimit>().AddSingleton<Forwarder>();

        services.AddMemoryCache();
        services.AddApiDescription();
        services.AddScoped<AsOf>().AddScoped<Periods>().AddScoped<Methods>().AddScoped<Indicators>();
        return builder;
    }

    public static WebApplication MapPublishing(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1").WithProblems();
        Methods.Map(api);
        Classifications.Map(api);
        Changes.Map(api);
        AreaHistory.Map(api);
        Indicators.Map(api);
        PublicationList.Map(api);
        Forwarded.Map(api);
        RunList.Map(api);
        EventList.Map(api);
        Snapshot.Map(api);
        DoorEndpoints.Map(api, app);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapEventDescription();
        StatePage.Map(app);
        return app;
    }

    /// <summary>What the service listens to; each kind of completion in the order of the releases.</summary>
    public static void Messages(MessagingBuilder messages) => messages
        .HandleInOrder<ReleaseIngested, ReleaseIngestedHandler>(m => m.Release)
        .HandleInOrder<IndicatorsRecalculated, IndicatorsRecalculatedHandler>(m => m.Release)
        .HandleInOrder<AreasClassified, AreasClassifiedHandler>(m => m.Release)
        .Handle<ReleaseRefused, ReleaseRefusedHandler>();
}
