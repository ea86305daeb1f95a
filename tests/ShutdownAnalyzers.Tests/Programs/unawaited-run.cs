var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/", () => "hello");

app.RunAsync(); //! HAZARD run SHUT307
Console.WriteLine("started");
