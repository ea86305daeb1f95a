using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

#nullable disable

namespace Printing.Spool
{
    public class SpoolJob
    {
        public string Name { get; set; }
        public byte[] Data { get; set; }
    }

    public interface IPrintDevice
    {
        Task OpenAsync(CancellationToken cancellationToken);
        Task PrintAsync(SpoolJob job, CancellationToken cancellationToken);
        void Close();
    }

    public interface ISpoolDirectory
    {
        Task<IReadOnlyList<SpoolJob>> PeekAsync(CancellationToken cancellationToken);
        void Remove(SpoolJob job);
    }

    public class PrintSpooler : IHostedService, IDisposable
    {
        private readonly CancellationTokenSource _stop = new CancellationTokenSource();
        private readonly IPrintDevice _device;
        private readonly ISpoolDirectory _spool;
        private readonly ILogger _logger;
        private Task _printing;

        public PrintSpooler(IPrintDevice device, ISpoolDirectory spool, ILogger<PrintSpooler> logger)
        {
            _device = device;
            _spool = spool;
            _logger = logger;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            using (var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                starting.CancelAfter(TimeSpan.FromSeconds(10));
                try
                {
                    await _device.OpenAsync(starting.Token).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception ex)
                {
                    _logger.LogWarning(ex, "The device is not ready, jobs will be retried");
                }
            }

            _printing = PrintAllAsync(_stop.Token);
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _stop.Cancel();
            var printing = _printing;
            if (printing != null)
            {
                var ended = await Task.WhenAny(printing, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
                if (ended != printing)
                {
                    _logger.LogWarning("The device did not finish its page in time");
                }
            }
        }

        public void Dispose()
        {
            _stop.Cancel();
            GC.SuppressFinalize(this);
        }

        private async Task PrintAllAsync(CancellationToken token)
        {
            try
            {
                while (true)
                {
                    try
                    {
                        foreach (var job in await _spool.PeekAsync(token).ConfigureAwait(false))
                        {
                            if (token.IsCancellationRequested)
                            {
                                return;
                            }

                            using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15)))
                            {
                                await _device.PrintAsync(job, limit.Token).ConfigureAwait(false);
                            }

                            _spool.Remove(job);
                        }
                    }
                    catch (Exception ex)
                    {
                        if (token.IsCancellationRequested)
                        {
                            return;
                        }

                        _logger.LogError(ex, "Printing was interrupted");
                    }

                    await Task.Delay(2000, token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                _logger.LogInformation("Spooler stopped");
            }
            finally
            {
                _device.Close();
            }
        }
    }

    public static class SpoolServiceCollectionExtensions
    {
        public static IServiceCollection AddPrintSpooler(this IServiceCollection services)
        {
            return services.AddHostedService<PrintSpooler>();
        }
    }
}
