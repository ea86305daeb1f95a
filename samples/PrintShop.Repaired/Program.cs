using PrintShop;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(static options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost);
builder.Services.AddSingleton<JobQueue>();
builder.Services.AddHostedService(static services => services.GetRequiredService<JobQueue>());
builder.Services.AddHostedService<Printer>();
builder.Services.AddHostedService<Cleaner>();
builder.Services.AddHostedService<Spooler>();
builder.Services.AddHostedService<Inbox>();
builder.Services.AddHostedService<Warmup>();
builder.Services.AddHostedService<Uploader>();
builder.Services.AddHostedService<Archive>();
builder.Services.AddHostedService<Invoices>();
builder.Services.AddHostedService<Counter>();
builder.Services.AddHostedService<Proofreader>();
builder.Services.AddSingleton<IHostedService>(services => new Shelf("posters", services.GetRequiredService<JobQueue>()));
builder.Services.AddSingleton<IHostedService>(services => new Shelf("books", services.GetRequiredService<JobQueue>()));

await builder.Build().RunAsync();
