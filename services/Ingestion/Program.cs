using Utanforskap.Ingestion;
using Utanforskap.Ingestion.Catalogue;
using Utanforskap.ServiceDefaults.Hosting;

if (args is ["validate", var file])
{
    return RegisterCheck.Run(file, Console.Out);
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults("Ingestion");
builder.AddIngestion();

var app = builder.Build();
app.UseServiceDefaults(internalOnly: true);
app.MapIngestion();
await app.RunAsync();
return 0;
