using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CarPark.Barrier
{
    public interface ILoopDetector
    {
        event EventHandler<int> Pulse;
    }

    public interface IFreeSign
    {
        void Show(int free);
    }

    /// <summary>Counts the axles that pass the induction loop.</summary>
    public sealed class AxleCounter : IHostedService
    {
        private readonly ILoopDetector _detector;
        private Thread? _sampler;
        private bool _stopping; //! HAZARD sampler SHUT109
        private int _pulse;
        private long _axles;

        public AxleCounter(ILoopDetector detector)
        {
            _detector = detector;
        }

        public long Axles => Interlocked.Read(ref _axles);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _detector.Pulse += OnPulse;
            _sampler = new Thread(Sample) { IsBackground = true, Name = "axles" };
            _sampler.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _detector.Pulse -= OnPulse;
            _stopping = true;
            _sampler?.Join(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        }

        private void OnPulse(object? sender, int value) => _pulse = value;

        private void Sample()
        {
            var last = 0;
            while (!_stopping) //! HAZARD sampler SHUT109
            {
                var now = _pulse;
                if (now > last && now - last > 3)
                    _axles++;
                last = now;
            }
        }
    }

    public sealed class FreeSpaces : IHostedService
    {
        private readonly IFreeSign _sign;
        private readonly AxleCounter _counter;
        private readonly ILogger<FreeSpaces> _logger;
        private readonly int _capacity;
        private Task? _loop;
        private bool _running = true; //! HAZARD sign SHUT109

        public FreeSpaces(IFreeSign sign, AxleCounter counter, ILogger<FreeSpaces> logger)
        {
            _sign = sign;
            _counter = counter;
            _logger = logger;
            _capacity = 420;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _loop = Task.Run(new Action(Refresh), CancellationToken.None);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _running = false;
            if (_loop != null)
                await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, cancellationToken));
        }

        private void Refresh()
        {
            var shown = -1;
            while (_running) //! HAZARD sign SHUT109
            {
                var free = _capacity - (int)(_counter.Axles / 2);
                if (free != shown)
                {
                    _sign.Show(Math.Max(free, 0));
                    _logger.LogDebug("Sign shows {Free}", free);
                    shown = free;
                }

                Thread.Sleep(250);
            }
        }
    }
}
