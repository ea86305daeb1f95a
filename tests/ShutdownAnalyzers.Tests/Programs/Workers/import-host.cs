var host = Host.CreateDefaultBuilder(args)
    .ConfigureServices((context, services) =>
    {
        services.AddOptions<HostOptions>().Configure(o => o.BackgroundServiceExceptionBehavior = Behavior(context.HostingEnvironment)); //! HAZARD hidden SHUT216
        services.AddHostedService<CsvImport>();
    })
    .Build();

host.Run();

static BackgroundServiceExceptionBehavior Behavior(IHostEnvironment environment) => environment.IsDevelopment()
    ? BackgroundServiceExceptionBehavior.StopHost
    : BackgroundServiceExceptionBehavior.Ignore; //! HAZARD hidden SHUT216

internal sealed class CsvImport(IConfiguration configuration, ILogger<CsvImport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var folder = configuration["Import:Folder"] ?? Path.GetTempPath();
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.csv"))
            {
                var lines = await File.ReadAllLinesAsync(file, stoppingToken);
                logger.LogInformation("{File}: {Count} lines", file, lines.Length);
                File.Delete(file);
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}
