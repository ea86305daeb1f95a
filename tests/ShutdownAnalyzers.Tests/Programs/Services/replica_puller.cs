namespace Data.Replica
{
    public interface IReplica
    {
        Task<long> PullAsync(long after, CancellationToken token);
    }

    public class ReplicaPuller : IHostedService, IDisposable
    {
        private readonly IReplica _replica;
        private readonly ILogger<ReplicaPuller> _logger;
        private readonly CancellationTokenSource _cts = new CancellationTokenSource();
        private Task _task;

        public ReplicaPuller(IReplica replica, ILogger<ReplicaPuller> logger)
        {
            _replica = replica ?? throw new ArgumentNullException(nameof(replica));
            _logger = logger ?? throw new ArgumentNullException(nameof(logger));
            _task = Task.CompletedTask;
        }

        public long Position { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _task = Task.Run(() => PullForEverAsync(_cts.Token), CancellationToken.None);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _cts.Cancel();
            return Task.WhenAny(_task, Task.Delay(-1, cancellationToken));
        }

        public void Dispose()
        {
            _cts.Dispose();
        }

        private async Task PullForEverAsync(CancellationToken token)
        {
            while (true)
            {
                try
                {
                    var position = await _replica.PullAsync(Position, token).ConfigureAwait(false);
                    if (position == Position)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(2), token).ConfigureAwait(false);
                    }

                    Position = position;
                }
                catch (Exception e) when (!token.IsCancellationRequested)
                {
                    _logger.LogError(e, "Pull after {Position} failed", Position);
                    await Task.Delay(TimeSpan.FromSeconds(5), token).ConfigureAwait(false);
                }
            }
        }
    }
}
