using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Station.Lockers
{
    public class Startup
    {
        public void ConfigureServices(IServiceCollection services)
        {
            services.AddSingleton<LockerTable>();
            services.AddHostedService<LockerExpiry>();
            services.AddHostedService<PanelLink>();
        }
    }

    public class LockerTable
    {
        private readonly object _gate = new object();
        private readonly Dictionary<int, DateTime> _until = new Dictionary<int, DateTime>();

        public void Rent(int locker, TimeSpan time)
        {
            lock (_gate) _until[locker] = DateTime.UtcNow + time;
        }

        public int[] TakeExpired()
        {
            lock (_gate)
            {
                var expired = _until.Where(p => p.Value < DateTime.UtcNow).Select(p => p.Key).ToArray();
                foreach (var locker in expired) _until.Remove(locker);
                return expired;
            }
        }

        public int Count { get { lock (_gate) return _until.Count; } }
    }

    public class LockerExpiry : IHostedService
    {
        private readonly LockerTable _table;
        private readonly ILogger<LockerExpiry> _logger;
        private Timer? _sweep; //! HAZARD sweep SHUT205

        public LockerExpiry(LockerTable table, ILogger<LockerExpiry> logger)
        {
            _table = table;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken) //! HAZARD sweep SHUT205
        {
            _logger.LogInformation("Expiry sweep every minute");
            Arm(TimeSpan.FromMinutes(1)); //! HAZARD sweep SHUT205
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD sweep SHUT205
        {
            _logger.LogInformation("{Count} lockers are still rented", _table.Count);
            return Task.CompletedTask;
        }

        private void Arm(TimeSpan period)
        {
            _sweep = new Timer(_ => Sweep(), null, period, period); //! HAZARD sweep SHUT205
        }

        private void Sweep()
        {
            foreach (var locker in _table.TakeExpired())
                _logger.LogWarning("Locker {Locker} has expired", locker);
        }
    }

    public interface IPanelConnector
    {
        Task<IPanelSession> OpenAsync(CancellationToken cancellationToken);
    }

    public interface IPanelSession
    {
        Task ShowAsync(string text, CancellationToken cancellationToken);
        Task CloseAsync(CancellationToken cancellationToken);
    }

    public class PanelLink : IHostedService
    {
        private readonly IPanelConnector _connector;
        private IPanelSession _session = null!;

        public PanelLink(IPanelConnector connector)
        {
            _connector = connector;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            _session = await _connector.OpenAsync(cancellationToken);
            await _session.ShowAsync("Lockers available", cancellationToken);
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await _session.CloseAsync(cancellationToken); //! HAZARD unstarted SHUT212
        }
    }
}
