using Utanforskap.Publishing;
using Utanforskap.ServiceDefaults.Hosting;
using Utanforskap.ServiceDefaults.Messaging;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("Publishing");
builder.AddPublishing();
builder.AddMessaging<PublishingDb>(Composition.Messages);
var app = builder.Build();
app.UseServiceDefaults(internalOnly: false);
app.MapPublishing();
await app.RunAsync();
