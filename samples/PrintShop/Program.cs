using PrintShop;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(static options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore); // SHUT216
builder.Services.AddSingleton<JobQueue>();
builder.Services.AddHostedService<JobQueue>(); // SHUT215
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
builder.Services.AddHostedService(services => new Shelf("posters", services.GetRequiredService<JobQueue>()));
builder.Services.AddHostedService(services => new Shelf("books", services.GetRequiredService<JobQueue>())); // SHUT214

await builder.Build().RunAsync();
