using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
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
using Utanforskap.Publishing.Sentences;
using Utanforskap.Publishing.SignOff;
using Utanforskap.Publishing.Verifying;
using Utanforskap.Publishing.WhatIf;
using Utanforskap.ServiceDefaults.Columns;
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
        services.AddColumnStore<PublishingDb>().AddScoped<PublishedParts>().AddScoped<MethodTexts>().AddScoped<Comparing>();
        services.AddScoped<FeedWriter>().AddScoped<Announcing>().AddScoped<AreaNames>().AddScoped<Drafting>().AddScoped<PublicationWriter>().AddScoped<MethodSteps>();

        services.AddOptions<SignOffOptions>().BindConfiguration(SignOffOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignOffOptions>, SignOffSettingsCheck>();
        services.AddScoped<Review>().AddScoped<Decisions>().AddScoped<Withdrawals>();
        services.AddHostedService<EmbargoLoop>();

        services.AddOptions<AmqpOptions>().BindConfiguration(AmqpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<AmqpSender>();

        services.AddOptions<DoorOptions>().BindConfiguration(DoorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ApiKeys>().AddSingleton<FailureLimit>().AddSingleton<Forwarder>();
        services.AddScoped<Viewer>();

        services.AddOptions<VerifyingOptions>().BindConfiguration(VerifyingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IndicatorReads>().AddScoped<Verifier>().AddScoped<ChangeListCheck>().AddScoped<Verifications>().AddScoped<NightlyRound>().AddHostedService<VerifyingLoop>();

        services.AddOptions<WhatIfOptions>().BindConfiguration(WhatIfOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CallerLimit>().AddSingleton<WhatIfReads>().AddScoped<Trial>();

        services.AddMemoryCache();
        services.AddApiDescription();
        services.AddScoped<Horizon>().AddScoped<Visible>().AddScoped<Forwarded>();
        services.AddScoped<AsOf>().AddScoped<Periods>().AddScoped<Methods>().AddScoped<Indicators>();
        services.AddHttpContextAccessor().AddScoped<Gaps>();
        services.AddSingleton<DivisionReads>().AddScoped<DivisionBreak>().AddScoped<Conversions>();
        return builder;
    }

    public static WebApplication MapPublishing(this WebApplication app)
    {
        app.UseHead().UseRouting();
        var api = app.MapGroup("/api/v1").WithProblems().Recognising();
        Methods.Map(api);
        Classifications.Map(api);
        Changes.Map(api);
        AreaHistory.Map(api);
        Indicators.Map(api);
        Divisions.Map(api);
        PublicationList.Map(api);
        Forwarded.Map(api);
        RunList.Map(api);
        EventList.Map(api);
        Snapshot.Map(api);
        NationResults.Map(api);
        Reconciliations.Map(api);
        SegregationList.Map(api);
        CandidateEndpoints.Map(api);
        VerificationEndpoints.Map(api);
        WhatIfEndpoints.Map(api);
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
