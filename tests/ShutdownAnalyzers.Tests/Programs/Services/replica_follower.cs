namespace Store.Replica;

public interface IReplicationLink
{
    Task<long> PullAsync(long position, CancellationToken cancellationToken);
}

internal sealed class ReplicaFollower(IReplicationLink link, ILogger<ReplicaFollower> logger) : IHostedService
{
    private CancellationToken _run;
    private Task _follow = Task.CompletedTask;
    private volatile bool _ended;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = cancellationToken; //! HAZARD token SHUT206
        _follow = FollowAsync(); //! HAZARD token SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _ended = true;
        try
        {
            await _follow.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Replication is cut");
        }
    }

    private async Task FollowAsync()
    {
        long position = 0;
        while (!_ended)
        {
            try
            {
                position = await link.PullAsync(position, _run); //! HAZARD token SHUT206
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "Link lost at {Position}", position);
            }

            await Task.Delay(TimeSpan.FromSeconds(15), _run); //! HAZARD token SHUT206
        }
    }
}
