using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strike.Alley
{
    public interface ILaneBus
    {
        bool TryReadPins(int lane, out int standing);
        void Sweep(int lane);
        Task PublishScoreAsync(int lane, int score, CancellationToken cancellationToken);
    }

    public class PinsetterService : IHostedService
    {
        private readonly ILaneBus _bus;
        private readonly ILogger<PinsetterService> _logger;
        private readonly int _lanes;

        public PinsetterService(ILaneBus bus, ILogger<PinsetterService> logger)
        {
            _bus = bus;
            _logger = logger;
            _lanes = 24;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var worker = new Thread(SweepLanes) { IsBackground = true, Name = "pinsetter" }; //! HAZARD lanes SHUT101 SHUT205 SHUT102
            worker.Start(); //! HAZARD lanes SHUT101 SHUT205 SHUT102
            _logger.LogInformation("Watching {Lanes} lanes", _lanes);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD lanes SHUT101 SHUT205 SHUT102
        {
            _logger.LogInformation("Alley closed");
            return Task.CompletedTask;
        }

        private void SweepLanes()
        {
            for (; ; ) //! HAZARD lanes SHUT101 SHUT205 SHUT102
            {
                for (var lane = 1; lane <= _lanes; lane++)
                {
                    if (_bus.TryReadPins(lane, out var standing) && standing == 0)
                    {
                        _bus.Sweep(lane);
                    }
                }

                Thread.Sleep(TimeSpan.FromSeconds(3)); //! HAZARD lanes SHUT101 SHUT205 SHUT102
            }
        }
    }

    public class ScoreboardService : BackgroundService
    {
        private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(45);
        private readonly ILaneBus _bus;
        private readonly Dictionary<int, int> _scores = new Dictionary<int, int>();

        public ScoreboardService(ILaneBus bus)
        {
            _bus = bus;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                foreach (var pair in _scores)
                {
                    await _bus.PublishScoreAsync(pair.Key, pair.Value, stoppingToken);
                }

                await PauseAsync(); //! HAZARD pause SHUT102
            }
        }

        private static Task PauseAsync()
        {
            return Task.Delay(Refresh); //! HAZARD pause SHUT102
        }
    }
}
