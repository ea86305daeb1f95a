using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vineyard.Frost
{
    public interface IThermometer
    {
        double ReadCelsius();
    }

    public interface IWindMachine
    {
        void TurnOn();
        void TurnOff();
    }

    public class FrostWatch : IHostedService
    {
        private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);
        private static readonly TimeSpan Alert = TimeSpan.FromSeconds(20);

        private readonly IThermometer _thermometer;
        private readonly IWindMachine _machine;
        private readonly TimeProvider _clock;
        private readonly ILogger<FrostWatch> _logger;
        private readonly object _gate = new object();

        private ITimer _timer;
        private bool _stopped;
        private bool _blowing;

        public FrostWatch(IThermometer thermometer, IWindMachine machine, TimeProvider clock, ILogger<FrostWatch> logger)
        {
            _thermometer = thermometer;
            _machine = machine;
            _clock = clock;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _stopped = false;
                _timer = _clock.CreateTimer(OnTick, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            ITimer timer;
            lock (_gate)
            {
                _stopped = true;
                timer = _timer;
                _timer = null;
            }

            if (timer != null)
            {
                await timer.DisposeAsync().ConfigureAwait(false);
            }

            if (_blowing)
            {
                _machine.TurnOff();
                _blowing = false;
            }
        }

        private void OnTick(object state)
        {
            var next = Calm;
            try
            {
                var celsius = _thermometer.ReadCelsius();
                if (celsius < 0.5 && !_blowing)
                {
                    _machine.TurnOn();
                    _blowing = true;
                }
                else if (celsius > 2.5 && _blowing)
                {
                    _machine.TurnOff();
                    _blowing = false;
                }

                next = celsius < 4 ? Alert : Calm;
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Frost probe could not be read");
            }
            finally
            {
                Rearm(next);
            }
        }

        private void Rearm(TimeSpan next)
        {
            lock (_gate)
            {
                if (_stopped || _timer == null)
                {
                    return;
                }

                _timer.Change(next, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
