using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planetarium
{
    public interface IProjector
    {
        Task<IShow> OpenAsync(string file, CancellationToken ct);
    }

    public interface IShow
    {
        Task FrameAsync(long number, CancellationToken ct);
        void Park();
    }

    public class ShowRunner : BackgroundService
    {
        private readonly IProjector _projector;
        private readonly ILogger<ShowRunner> _logger;
        private IShow _show; //! HAZARD park SHUT212

        public ShowRunner(IProjector projector, ILogger<ShowRunner> logger)
        {
            _projector = projector;
            _logger = logger;
            _show = default!;
        }

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            _show = await _projector.OpenAsync("southern-sky.show", cancellationToken);
            await base.StartAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (long frame = 0; !stoppingToken.IsCancellationRequested; frame++)
            {
                await _show.FrameAsync(frame, stoppingToken);
                await Task.Delay(TimeSpan.FromMilliseconds(40), stoppingToken);
            }
        }

        public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD park SHUT212
        {
            await base.StopAsync(cancellationToken);
            ParkProjector(); //! HAZARD park SHUT212
        }

        private void ParkProjector()
        {
            _show.Park(); //! HAZARD park SHUT212
            _logger.LogInformation("Projector parked");
        }
    }

    public class DomeLights : IHostedService
    {
        private readonly CancellationTokenSource _cts = new CancellationTokenSource(); //! HAZARD twice SHUT213
        private readonly Action<double> _dim;
        private Task? _fading;

        public DomeLights(Action<double> dim)
        {
            _dim = dim;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _fading = FadeAsync(_cts.Token);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD twice SHUT213
        {
            _cts.Cancel(); //! HAZARD twice SHUT213
            if (_fading != null)
                await Task.WhenAny(_fading, Task.Delay(Timeout.Infinite, cancellationToken));

            _dim(1.0);
            _cts.Dispose(); //! HAZARD twice SHUT213
        }

        private async Task FadeAsync(CancellationToken ct)
        {
            var level = 1.0;
            while (level > 0)
            {
                _dim(level -= 0.01);
                await Task.Delay(100, ct);
            }
        }
    }
}
