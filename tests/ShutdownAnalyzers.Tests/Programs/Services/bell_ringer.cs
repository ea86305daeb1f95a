using System;
using System.Threading;
using System.Threading.Tasks;

namespace Church.Bells
{
    public interface IBell
    {
        Task StrikeAsync(int times, CancellationToken token);
        Task MuteAsync(CancellationToken token);
    }

    public abstract class ClockworkService : BackgroundService
    {
        protected ClockworkService(ILogger logger)
        {
            Logger = logger;
        }

        protected ILogger Logger { get; }

        public override Task StartAsync(CancellationToken cancellationToken)
        {
            Logger.LogInformation("{Name} is wound up", GetType().Name);
            return base.StartAsync(cancellationToken);
        }

        public override Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
        {
            Logger.LogInformation("{Name} runs down", GetType().Name);
            return OnStoppedAsync(cancellationToken); //! HAZARD base SHUT201
        }

        protected virtual Task OnStoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public sealed class BellRinger : ClockworkService
    {
        private readonly IBell _bell;

        public BellRinger(IBell bell, ILogger<BellRinger> logger) : base(logger)
        {
            _bell = bell;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var now = DateTime.Now;
                var next = now.Date.AddHours(now.Hour + 1);
                await Task.Delay(next - now, stoppingToken);
                await _bell.StrikeAsync(next.Hour % 12 == 0 ? 12 : next.Hour % 12, stoppingToken);
            }
        }

        protected override Task OnStoppedAsync(CancellationToken cancellationToken)
        {
            return _bell.MuteAsync(cancellationToken);
        }
    }
}
