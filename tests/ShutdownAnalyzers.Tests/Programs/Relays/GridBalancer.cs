namespace Energy.Balancing
{
    public interface IFrequencyMeter
    {
        double Hertz { get; }
    }

    public interface ISetpoints
    {
        void Offer(double kilowatt);
        Task ReleaseAsync(CancellationToken cancellationToken);
    }

    public sealed class BalancerSettings
    {
        public double Droop { get; init; } = 180;
        public double DeadBand { get; init; } = 0.01;
        public TimeSpan Cycle { get; init; } = TimeSpan.FromMilliseconds(500);
    }

    public sealed class GridBalancer : IHostedService, IAsyncDisposable
    {
        private readonly IFrequencyMeter _meter;
        private readonly ISetpoints _setpoints;
        private readonly BalancerSettings _settings;
        private readonly ILogger<GridBalancer> _logger;
        private int _cycling;
        private Timer? _timer;

        public GridBalancer(IFrequencyMeter meter, ISetpoints setpoints, BalancerSettings settings, ILogger<GridBalancer> logger)
        {
            _meter = meter;
            _setpoints = setpoints;
            _settings = settings;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _timer = new Timer(state => ((GridBalancer)state!).Cycle(), this, _settings.Cycle, _settings.Cycle);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            var timer = Interlocked.Exchange(ref _timer, null);
            if (timer == null)
            {
                return;
            }

            try
            {
                await timer.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
                await _setpoints.ReleaseAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _logger.LogWarning("Setpoints were not released, the grid operator's fallback applies");
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Setpoints were not released");
            }
        }

        public ValueTask DisposeAsync()
        {
            var timer = Interlocked.Exchange(ref _timer, null);
            return timer == null ? default : timer.DisposeAsync();
        }

        private void Cycle()
        {
            if (Interlocked.Exchange(ref _cycling, 1) == 1)
            {
                return;
            }

            try
            {
                var deviation = _meter.Hertz - 50;
                if (Math.Abs(deviation) > _settings.DeadBand)
                {
                    _setpoints.Offer(-deviation * _settings.Droop);
                }
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Cycle failed");
            }
            finally
            {
                Volatile.Write(ref _cycling, 0);
            }
        }
    }

    public static class BalancingServices
    {
        public static IServiceCollection AddBalancing(this IServiceCollection services, BalancerSettings settings)
        {
            services.AddSingleton(settings);
            services.AddHostedService<GridBalancer>();
            return services;
        }
    }
}
