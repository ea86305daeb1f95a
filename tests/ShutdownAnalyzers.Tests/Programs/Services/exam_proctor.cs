namespace School.Exams;

public interface IExamRoom
{
    Task<bool> AllHandedInAsync(CancellationToken ct);
    Task CollectAsync(CancellationToken ct);
}

internal sealed class Program
{
    private static async Task Main(string[] args)
    {
        using var host = Host.CreateDefaultBuilder(args)
            .ConfigureServices(services =>
            {
                services.Configure<HostOptions>(o =>
                {
                    o.ShutdownTimeout = TimeSpan.FromSeconds(25);
                    o.ServicesStopConcurrently = true;
                    o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
                });
                services.AddSingleton<IExamRoom, PaperRoom>();
                services.AddHostedService<Proctor>();
            })
            .Build();

        await host.StartAsync();
        var logger = host.Services.GetRequiredService<ILogger<Program>>();
        logger.LogInformation("The exam has begun");

        await host.WaitForShutdownAsync();
    }
}

internal sealed class PaperRoom : IExamRoom
{
    private readonly DateTime _end = DateTime.UtcNow.AddMinutes(90);

    public Task<bool> AllHandedInAsync(CancellationToken ct) => Task.FromResult(DateTime.UtcNow > _end);

    public Task CollectAsync(CancellationToken ct) => File.WriteAllTextAsync("collected.txt", DateTime.UtcNow.ToString("O"), ct);
}

internal sealed class Proctor(IExamRoom room, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await WaitForStartAsync(stoppingToken))
            return;

        try
        {
            while (!await room.AllHandedInAsync(stoppingToken))
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
        finally
        {
            await room.CollectAsync(CancellationToken.None);
        }

        lifetime.StopApplication();
    }

    private async Task<bool> WaitForStartAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await using var b = stoppingToken.Register(() => started.TrySetCanceled(stoppingToken));
        await started.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return started.Task.IsCompletedSuccessfully;
    }
}
