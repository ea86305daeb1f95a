namespace Stock.Levels
{
    public interface ILevels
    {
        Task<int> LowAsync(CancellationToken ct);
    }

    public interface IBuyer
    {
        Task OrderAsync(int articles, CancellationToken ct);
    }

    public partial class StockWorker : IHostedService, IDisposable
    {
        private readonly ILevels _levels;
        private readonly IBuyer _buyer;
        private readonly ILogger<StockWorker> _logger;
        private readonly CancellationTokenSource _shutdown = new CancellationTokenSource();
        private Task _work;

        public StockWorker(ILevels levels, IBuyer buyer, ILogger<StockWorker> logger)
        {
            _levels = levels;
            _buyer = buyer;
            _logger = logger;
            _work = Task.CompletedTask;
        }

        private async Task WorkAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    var low = await _levels.LowAsync(token).ConfigureAwait(false);
                    if (low > 0)
                    {
                        await _buyer.OrderAsync(low, token).ConfigureAwait(false);
                    }
                }
                catch (Exception ex) when (!token.IsCancellationRequested)
                {
                    _logger.LogError(ex, "Stock levels are unknown");
                }

                await Task.Delay(TimeSpan.FromMinutes(2), token).ConfigureAwait(false);
            }
        }
    }

    public partial class StockWorker
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            var token = _shutdown.Token;
            _work = Task.Run(() => WorkAsync(token), CancellationToken.None);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _shutdown.Cancel();
            var deadline = Task.Delay(Timeout.Infinite, cancellationToken);
            if (await Task.WhenAny(_work, deadline).ConfigureAwait(false) == deadline)
            {
                _logger.LogWarning("The stock worker is left behind");
            }
        }

        public void Dispose()
        {
            _shutdown.Dispose();
        }
    }
}
