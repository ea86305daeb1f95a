using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TideMill
{
    public interface ISluice
    {
        Task<double> HeadAsync(CancellationToken ct);
        Task OpenAsync(bool open, CancellationToken ct);
    }

    public class MillService : IHostedService, IDisposable
    {
        private readonly ISluice _sluice;
        private readonly ILogger<MillService> _logger;
        private CancellationTokenSource? _cts;
        private Task? _milling; //! HAZARD milling SHUT209

        public MillService(ISluice sluice, ILogger<MillService> logger)
        {
            _sluice = sluice;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _cts = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _milling = MillAsync(_cts.Token); //! HAZARD milling SHUT209
            return _milling.IsCompleted ? _milling : Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD milling SHUT209
        {
            if (_milling == null)
                return Task.CompletedTask;

            _logger.LogInformation("The mill stops");
            _cts?.Cancel(); //! HAZARD milling SHUT209
            return Task.CompletedTask; //! HAZARD milling SHUT209
        }

        private async Task MillAsync(CancellationToken ct)
        {
            try
            {
                while (true)
                {
                    var head = await _sluice.HeadAsync(ct);
                    await _sluice.OpenAsync(head > 1.2, ct);
                    await Task.Delay(TimeSpan.FromSeconds(30), ct);
                }
            }
            finally
            {
                using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
                    await _sluice.OpenAsync(false, patience.Token);
            }
        }

        public void Dispose()
        {
            _cts?.Dispose();
        }
    }

    public class KeyboardOverride : BackgroundService
    {
        private readonly ISluice _sluice;
        private readonly ILogger<KeyboardOverride> _logger;

        public KeyboardOverride(ISluice sluice, ILogger<KeyboardOverride> logger)
        {
            _sluice = sluice;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            string? line;
            while ((line = await Console.In.ReadLineAsync(stoppingToken)) != null) //! HAZARD keyboard SHUT103
            {
                switch (line.Trim())
                {
                    case "open":
                        await _sluice.OpenAsync(true, stoppingToken);
                        break;
                    case "close":
                        await _sluice.OpenAsync(false, stoppingToken);
                        break;
                    default:
                        _logger.LogWarning("What is {Line}?", line);
                        break;
                }
            }
        }
    }
}
