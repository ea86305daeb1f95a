using OrderWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new OrderLog("orders.log")); // SHUT701
builder.Services.AddSingleton<Broker>();
builder.Services.AddSingleton<OrderQueue>();
builder.Services.AddHostedService<Worker>();
builder.Services.AddHostedService<Receiver>();
builder.Services.AddHostedService<Reports>();

builder.Build().RunAsync(); // SHUT307
