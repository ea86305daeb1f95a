using System.Globalization;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options =>
{
    options.ShutdownTimeout = TimeSpan.FromSeconds(45);
    options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD hidden SHUT216
});
builder.Services.AddSingleton(new RejectFile(builder.Configuration["Etl:Rejects"] ?? "rejects.csv")); //! HAZARD owner SHUT701
builder.Services.AddHostedService<NightlyEtl>();
await builder.Build().RunAsync();

internal sealed class RejectFile(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);

    public void Add(string line, string reason)
    {
        lock (_writer) _writer.WriteLine($"{DateTime.UtcNow:O};{reason};{line}");
    }

    public void Dispose()
    {
        lock (_writer) _writer.Dispose();
    }
}

internal sealed class NightlyEtl(RejectFile rejects, IConfiguration configuration, ILogger<NightlyEtl> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var inbox = configuration["Etl:Inbox"] ?? "inbox";
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(inbox, "*.csv"))
            {
                var total = await LoadAsync(file, stoppingToken);
                logger.LogInformation("{File}: {Total}", file, total);
                File.Move(file, file + ".done", overwrite: true);
            }

            await Task.Delay(UntilNight(), stoppingToken);
        }
    }

    private static TimeSpan UntilNight()
    {
        var wait = DateTime.Today.AddHours(25) - DateTime.Now;
        return wait > TimeSpan.FromDays(1) ? wait - TimeSpan.FromDays(1) : wait;
    }

    private async Task<decimal> LoadAsync(string file, CancellationToken ct)
    {
        var total = 0m;
        await foreach (var line in File.ReadLinesAsync(file, ct))
        {
            if (decimal.TryParse(line.Split(';').LastOrDefault(), CultureInfo.InvariantCulture, out var amount)) total += amount;
            else rejects.Add(line, "no amount");
        }

        return total;
    }
}
