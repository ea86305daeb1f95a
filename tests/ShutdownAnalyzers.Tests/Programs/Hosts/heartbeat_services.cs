using System.Net.Http.Json;

namespace Ops.Heartbeats
{
    public interface IPulse
    {
        void Emit(string name, long sequence);
    }

    public class PulseService : BackgroundService
    {
        private readonly IPulse _pulse;
        private long _sequence;
        private Timer? _timer;

        public PulseService(IPulse pulse)
        {
            _pulse = pulse;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _timer = new Timer(Beat, "pulse", TimeSpan.Zero, TimeSpan.FromSeconds(5)); //! HAZARD timer SHUT204
            return Task.CompletedTask;
        }

        private void Beat(object? state)
        {
            _pulse.Emit((string)state!, Interlocked.Increment(ref _sequence));
        }
    }

    public class WatchdogService : IHostedService
    {
        private readonly IPulse _pulse;
        private readonly ILogger<WatchdogService> _logger;
        private Timer _timer = null!;
        private int _misses;

        public WatchdogService(IPulse pulse, ILogger<WatchdogService> logger)
        {
            _pulse = pulse;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _timer = new Timer(_ => Check(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await _timer.DisposeAsync(); //! HAZARD nullref SHUT212
            _logger.LogInformation("Watchdog stopped after {Misses} misses", _misses);
        }

        private void Check()
        {
            if (GC.GetTotalMemory(false) > 1L << 30)
            {
                _misses++;
                _pulse.Emit("memory", _misses);
            }
        }
    }
}
