using FleetTracker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<PositionStore>();
builder.Services.AddHttpClient<TrafficFeed>();
builder.Services.AddHttpClient<FuelPrices>();
builder.Services.AddHostedService<Intake>();
builder.Services.AddHostedService<TrafficFeed>();
builder.Services.AddHostedService<FuelPrices>();
builder.Services.AddHostedService<TripRecorder>();
builder.Services.AddHostedService<Odometer>();
builder.Services.AddHostedService<Geofence>();
builder.Services.AddHostedService<HistoryImport>();
builder.Services.AddHostedService<RoutePlanner>();
builder.Services.AddHostedService<Alerts>();

await builder.Build().RunAsync();
