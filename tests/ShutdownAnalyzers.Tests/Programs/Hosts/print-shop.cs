namespace PrintShop;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.Configure<HostOptions>(o =>
        {
            o.ShutdownTimeout = TimeSpan.FromSeconds(45);
            o.ServicesStopConcurrently = true;
        });

        builder.Services.AddSingleton<JobLog>();
        builder.Services.AddSingleton<Spooler>();
        builder.Services.AddSingleton<IHostedService>(sp => sp.GetRequiredService<Spooler>());
        builder.Services.AddSingleton<IHostedService>(sp => new Press("litho", sp.GetRequiredService<Spooler>(), sp.GetRequiredService<JobLog>()));
        builder.Services.AddSingleton<IHostedService>(sp => new Press("digital", sp.GetRequiredService<Spooler>(), sp.GetRequiredService<JobLog>()));

        using var host = builder.Build();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var log = host.Services.GetRequiredService<JobLog>();

        lifetime.ApplicationStarted.Register(() => log.Note("presses are warm"));
        lifetime.ApplicationStopping.Register(static l => ((JobLog)l!).Note("presses stop"), log);

        await host.StartAsync();
        await host.WaitForShutdownAsync();
    }
}

public sealed record Job(int Number, string Title, int Copies);

public sealed class JobLog(ILogger<JobLog> logger)
{
    public void Note(string text) => logger.LogInformation("{Text}", text);
}

public sealed class Spooler : BackgroundService
{
    private readonly SemaphoreSlim _available = new(0);
    private readonly Queue<Job> _jobs = [];
    private int _number;

    public async Task<Job> TakeAsync(CancellationToken ct)
    {
        await _available.WaitAsync(ct);
        lock (_jobs)
            return _jobs.Dequeue();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var job = new Job(++_number, $"flyer {_number}", Random.Shared.Next(50, 500));
            lock (_jobs)
                _jobs.Enqueue(job);

            _available.Release();
            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
        }
    }
}

public sealed class Press(string name, Spooler spooler, JobLog log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Job? job = null;
        var copy = 0;
        try
        {
            while (true)
            {
                job = await spooler.TakeAsync(stoppingToken);
                for (copy = 1; copy <= job.Copies; copy++)
                    await Task.Delay(TimeSpan.FromMilliseconds(30), stoppingToken);

                log.Note($"{name}: {job.Title} printed");
                job = null;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            if (job is not null)
                log.Note($"{name}: {job.Title} stopped at copy {copy} of {job.Copies}");
        }
    }
}
