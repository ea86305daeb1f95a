var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<Shop.StockWorker>(); // started by the host
builder.Services.AddHostedService<Shop.PriceIndexer>();
builder.Services.AddSingleton(new Shop.Ledger("ledger.txt")); // SHUT701

var app = builder.Build();
app.MapGet("/", () => "hello"); // says hello

app.Run();
