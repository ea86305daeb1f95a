namespace Chat.Presence;

public interface IPresenceDirectory
{
    Task<bool> IsReadyAsync();
    Task<int> ExpireAsync(TimeSpan idle, CancellationToken token);
}

public sealed class PresenceSweeper(IPresenceDirectory directory, ILogger<PresenceSweeper> logger) : BackgroundService
{
    private CancellationToken _token;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _token = cancellationToken; //! HAZARD stored SHUT206
        logger.LogInformation("Sweeping every minute");
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!_token.IsCancellationRequested) //! HAZARD stored SHUT206
        {
            var expired = await directory.ExpireAsync(TimeSpan.FromMinutes(5), _token);
            if (expired > 0)
                logger.LogInformation("{Count} users went offline", expired);

            await Task.Delay(TimeSpan.FromMinutes(1), _token); //! HAZARD stored SHUT206
        }
    }
}

public sealed class DirectoryGate : IHostedLifecycleService
{
    private readonly IPresenceDirectory _directory;

    public DirectoryGate(IPresenceDirectory directory) => _directory = directory;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (!await _directory.IsReadyAsync()) //! HAZARD gate SHUT207
            await Task.Delay(TimeSpan.FromSeconds(5)); //! HAZARD gate SHUT207
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
