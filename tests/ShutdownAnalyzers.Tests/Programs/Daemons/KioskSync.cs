using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Museum.Kiosks
{
    public interface IKioskApi
    {
        Task<int> PullAsync(CancellationToken token);
        Task PushVisitsAsync(CancellationToken token);
    }

    /// <summary>What BackgroundService does, written before there was one: the source is linked with the start token so that a
    /// start that is given up ends the loop too, and StopAsync cancels it.</summary>
    public abstract class LoopingService : IHostedService, IDisposable
    {
        private CancellationTokenSource? _stopping;
        private Task? _executing;

        protected abstract Task ExecuteAsync(CancellationToken token);

        public virtual Task StartAsync(CancellationToken cancellationToken)
        {
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _executing = ExecuteAsync(_stopping.Token);
            return _executing.IsCompleted ? _executing : Task.CompletedTask;
        }

        public virtual async Task StopAsync(CancellationToken cancellationToken)
        {
            if (_executing == null) return;

            try
            {
                _stopping?.Cancel();
            }
            finally
            {
                await Task.WhenAny(_executing, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
            }
        }

        public virtual void Dispose()
        {
            _stopping?.Dispose();
        }
    }

    public class KioskSync : LoopingService
    {
        private readonly IKioskApi _api;
        private readonly ILogger<KioskSync> _logger;

        public KioskSync(IKioskApi api, ILogger<KioskSync> logger)
        {
            _api = api;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    var changed = await _api.PullAsync(token);
                    _logger.LogDebug("{Changed} exhibits changed", changed);
                    await Task.Delay(TimeSpan.FromMinutes(5), token);
                }
                catch (OperationCanceledException) when (token.IsCancellationRequested)
                {
                    break;
                }
                catch (Exception e)
                {
                    _logger.LogWarning(e, "Kiosk sync failed");
                    await Task.Delay(TimeSpan.FromSeconds(30), token);
                }
            }
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            try
            {
                await _api.PushVisitsAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _logger.LogWarning("The visits of the last minutes stay on the kiosk");
            }
        }
    }

    public class Startup
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddHostedService<KioskSync>();
        }
    }
}
