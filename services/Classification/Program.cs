using Microsoft.Extensions.Options;
using Utanforskap.Classification;
using Utanforskap.Classification.Methods;
using Utanforskap.Classification.Reclassifying;
using Utanforskap.Classification.Results;
using Utanforskap.Classification.WhatIf;
using Utanforskap.Contracts.Messages;
using Utanforskap.ServiceDefaults.Columns;
using Utanforskap.ServiceDefaults.Database;
using Utanforskap.ServiceDefaults.Holds;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("Classification");
builder.AddServiceClient(IndicatorsClient.Name);
builder.AddDatabase<ClassificationDb>();
builder.AddMessaging<ClassificationDb>(bus => bus.HandleInOrder<IndicatorsRecalculated, IndicatorsRecalculatedHandler>(m => m.Release));
builder.Services.AddColumnStore<ClassificationDb>();
builder.Services.AddOptions<MethodsOptions>().BindConfiguration(MethodsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton(services => MethodCatalogue.Load(services.GetRequiredService<IOptions<MethodsOptions>>().Value.Folder));
builder.Services.AddClassification();

var app = builder.Build();
app.UseServiceDefaults(internalOnly: true);
_ = app.Services.GetRequiredService<MethodCatalogue>();
app.MapResults().MapWhatIf().MapColumns().MapHolds<ClassificationDb>().MapDeadLetters<ClassificationDb>();
await app.RunAsync();
