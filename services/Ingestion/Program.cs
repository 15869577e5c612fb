using Utanforskap.Ingestion;
using Utanforskap.ServiceDefaults.Hosting;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("Ingestion");
builder.AddIngestion();

var app = builder.Build();
app.UseServiceDefaults(internalOnly: true);
app.MapIngestion();
await app.RunAsync();
