using Microsoft.Extensions.Options;
using Utanforskap.Contracts.Messages;
using Utanforskap.Indicators;
using Utanforskap.Indicators.Definitions;
using Utanforskap.Indicators.Keys;
using Utanforskap.Indicators.Recalculating;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("Indicators");
builder.AddServiceClient(IngestionClient.Name);
builder.AddDatabase<IndicatorsDb>();
builder.AddMessaging<IndicatorsDb>(bus => bus.HandleInOrder<ReleaseIngested, ReleaseIngestedHandler>(m => m.Release));
builder.Services.AddColumnStore<IndicatorsDb>();
builder.Services.AddOptions<IndicatorsOptions>().BindConfiguration(IndicatorsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton(services => IndicatorCatalogue.Load(services.GetRequiredService<IOptions<IndicatorsOptions>>().Value.Folder));
builder.Services.AddSingleton(services => AreaKeys.Load(services.GetRequiredService<IOptions<IndicatorsOptions>>().Value.Keys));
builder.Services.AddSingleton<IngestionClient>().AddScoped<Recalculation>();

var app = builder.Build();
app.UseServiceDefaults(internalOnly: true);
_ = (app.Services.GetRequiredService<IndicatorCatalogue>(), app.Services.GetRequiredService<AreaKeys>());
app.MapIndicators().MapColumns().MapHolds<IndicatorsDb>().MapDeadLetters<IndicatorsDb>();
await app.RunAsync();
