var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<Shop.StockWorker>(); // started by the host

var app = builder.Build();
app.MapGet("/", () => "hello"); // says hello

app.Run();
