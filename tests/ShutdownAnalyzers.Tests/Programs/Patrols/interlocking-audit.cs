using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Rail.Interlocking
{
    public class RouteEvent
    {
        public RouteEvent(string route, string state, DateTime at)
        {
            Route = route;
            State = state;
            At = at;
        }

        public string Route { get; }

        public string State { get; }

        public DateTime At { get; }
    }

    public interface IAuditStore
    {
        Task AppendAsync(RouteEvent routeEvent, string digest);
    }

    public class InterlockingAudit : IHostedService, IDisposable
    {
        private readonly ConcurrentQueue<RouteEvent> _events = new ConcurrentQueue<RouteEvent>();
        private readonly SemaphoreSlim _available = new SemaphoreSlim(0);
        private readonly CancellationTokenSource _disposed = new CancellationTokenSource();
        private readonly IAuditStore _store;
        private readonly ILogger<InterlockingAudit> _logger;
        private Task _writing = Task.CompletedTask;
        private string _previous = string.Empty;

        public InterlockingAudit(IAuditStore store, ILogger<InterlockingAudit> logger)
        {
            _store = store;
            _logger = logger;
        }

        public void Record(string route, string state)
        {
            _events.Enqueue(new RouteEvent(route, state, DateTime.UtcNow));
            _available.Release();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _writing = Task.Run(WriteAsync);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _logger.LogInformation("{Count} route events left to write", _events.Count);
            await _writing; //! HAZARD forever SHUT208 SHUT210
            _logger.LogInformation("Audit trail closed");
        }

        public void Dispose()
        {
            _disposed.Cancel();
            _available.Dispose();
            _disposed.Dispose();
        }

        private async Task WriteAsync()
        {
            try
            {
                while (!_disposed.IsCancellationRequested)
                {
                    await _available.WaitAsync(_disposed.Token).ConfigureAwait(false);
                    RouteEvent next;
                    while (_events.TryDequeue(out next))
                    {
                        _previous = Chain(_previous, next);
                        try
                        {
                            await _store.AppendAsync(next, _previous).ConfigureAwait(false);
                        }
                        catch (IOException ex)
                        {
                            _logger.LogError(ex, "{Route} {State} is missing in the trail", next.Route, next.State);
                        }
                    }
                }
            }
            catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
            {
                _logger.LogDebug("Audit writer left");
            }
        }

        private static string Chain(string previous, RouteEvent next)
        {
            var text = previous + "|" + next.Route + "|" + next.State + "|" + next.At.ToString("O");
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    public static class InterlockingRegistration
    {
        public static void AddInterlockingAudit(this IServiceCollection services)
        {
            services.AddSingleton<InterlockingAudit>();
            services.AddHostedService(sp => sp.GetRequiredService<InterlockingAudit>());
        }
    }
}
