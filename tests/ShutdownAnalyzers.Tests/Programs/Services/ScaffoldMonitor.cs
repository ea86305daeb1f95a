using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Construction.Scaffold
{
    public interface IStrainGauge
    {
        string Name { get; }
        Task<double> ReadAsync(CancellationToken token);
    }

    public class ScaffoldMonitor : IHostedService, IDisposable
    {
        private readonly List<KeyValuePair<CancellationTokenSource, Task>> _watches = new List<KeyValuePair<CancellationTokenSource, Task>>();
        private readonly IEnumerable<IStrainGauge> _gauges;
        private readonly ILogger<ScaffoldMonitor> _logger;

        public ScaffoldMonitor(IEnumerable<IStrainGauge> gauges, ILogger<ScaffoldMonitor> logger)
        {
            _gauges = gauges;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            foreach (var gauge in _gauges)
            {
                var source = new CancellationTokenSource();
                var task = Task.Run(() => WatchAsync(gauge, source.Token), source.Token);
                _watches.Add(new KeyValuePair<CancellationTokenSource, Task>(source, task));
            }

            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            foreach (var watch in _watches)
            {
                watch.Key.Cancel();
            }

            var all = Task.WhenAll(_watches.Select(w => w.Value));
            var late = Task.Delay(Timeout.Infinite, cancellationToken);
            if (await Task.WhenAny(all, late) == late)
            {
                _logger.LogWarning("Some gauges are still being read");
            }
        }

        public void Dispose()
        {
            foreach (var watch in _watches)
            {
                watch.Key.Dispose();
            }
        }

        private async Task WatchAsync(IStrainGauge gauge, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    var strain = await gauge.ReadAsync(token);
                    if (strain > 0.8)
                    {
                        _logger.LogCritical("{Gauge}: {Strain}", gauge.Name, strain);
                    }

                    await Task.Delay(TimeSpan.FromSeconds(30), token);
                }
                catch (OperationCanceledException) when (token.IsCancellationRequested)
                {
                    // the end of the watch
                }
                catch (Exception e)
                {
                    _logger.LogError(e, "{Gauge} cannot be read", gauge.Name);
                    await Task.Delay(TimeSpan.FromSeconds(60), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }
}
