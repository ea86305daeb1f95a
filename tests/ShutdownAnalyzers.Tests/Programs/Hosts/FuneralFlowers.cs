namespace Florist.Orders
{
    public interface IOrderInbox
    {
        Task<string?> TakeAsync(CancellationToken cancellationToken);
        Task ReturnAsync(string order);
    }

    public sealed class OrderPump : IHostedService, IAsyncDisposable
    {
        private readonly IOrderInbox _inbox;
        private readonly ILogger<OrderPump> _logger;
        private CancellationTokenSource? _stopping;
        private Task? _pump;

        public OrderPump(IOrderInbox inbox, ILogger<OrderPump> logger)
        {
            _inbox = inbox;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _pump = PumpAsync(_stopping.Token);
            return _pump.IsCompleted ? _pump : Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            if (_pump is null)
                return;

            try
            {
                _stopping?.Cancel();
            }
            finally
            {
                await Task.WhenAny(_pump, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)).ConfigureAwait(false);
            }
        }

        public async ValueTask DisposeAsync()
        {
            var stopping = Interlocked.Exchange(ref _stopping, null);
            if (stopping is null)
                return;

            stopping.Cancel();
            if (_pump is not null)
                await _pump.WaitAsync(TimeSpan.FromSeconds(3)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.Dispose();
        }

        private async Task PumpAsync(CancellationToken token)
        {
            await Task.Yield();
            string? order = null;
            try
            {
                while (true)
                {
                    order = await _inbox.TakeAsync(token);
                    if (order is null)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(15), token);
                        continue;
                    }

                    _logger.LogInformation("Binding {Order}", order);
                    await Task.Delay(TimeSpan.FromSeconds(1), token);
                    order = null;
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                if (order is not null)
                    await _inbox.ReturnAsync(order);
            }
        }
    }
}
