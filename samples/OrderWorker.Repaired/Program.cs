using OrderWorker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<OrderLog>(_ => new OrderLog("orders.log"));
builder.Services.AddSingleton<Broker>();
builder.Services.AddSingleton<OrderQueue>();
builder.Services.AddHostedService<Worker>();
builder.Services.AddHostedService<Receiver>();
builder.Services.AddHostedService<Reports>();

await builder.Build().RunAsync();
