using OrderWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new OrderLog("orders.log")); // SHUT701
builder.Services.AddSingleton<OrderQueue>();
builder.Services.AddHostedService<Worker>();

await builder.Build().RunAsync();
