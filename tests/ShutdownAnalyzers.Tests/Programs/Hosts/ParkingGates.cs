using System.Collections.Generic;
using System.Linq;

namespace Parking.Gates
{
    public interface IGate
    {
        string Id { get; }
        Task<bool> PingAsync();
        Task ReportAsync(string status);
        void Lower();
    }

    public sealed class GateHeartbeat : IHostedService, IDisposable
    {
        private readonly IEnumerable<IGate> _gates;
        private readonly ILogger<GateHeartbeat> _logger;
        private Timer _timer;

        public GateHeartbeat(IEnumerable<IGate> gates, ILogger<GateHeartbeat> logger)
        {
            _gates = gates;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _timer = new Timer(async _ => await BeatAsync(), null, TimeSpan.Zero, TimeSpan.FromSeconds(15)); //! HAZARD beat SHUT209
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD beat SHUT209
        {
            _timer?.Change(Timeout.Infinite, 0); //! HAZARD beat SHUT209
            return Task.CompletedTask; //! HAZARD beat SHUT209
        }

        public void Dispose()
        {
            _timer?.Dispose(); //! HAZARD beat SHUT209
        }

        private async Task BeatAsync()
        {
            foreach (var gate in _gates)
            {
                var up = await gate.PingAsync();
                await gate.ReportAsync(up ? "up" : "down");
                _logger.LogDebug("{Gate} {Up}", gate.Id, up);
            }
        }
    }

    public sealed class NightClosing : BackgroundService
    {
        private readonly IGate[] _gates;

        public NightClosing(IEnumerable<IGate> gates)
        {
            _gates = gates.ToArray();
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                while (true)
                {
                    await Task.Delay(UntilMidnight(), stoppingToken);
                    foreach (var gate in _gates) gate.Lower();
                }
            }
            finally
            {
                foreach (var gate in _gates) gate.Lower();
            }
        }

        private static TimeSpan UntilMidnight()
        {
            return DateTime.Today.AddDays(1) - DateTime.Now;
        }
    }
}
