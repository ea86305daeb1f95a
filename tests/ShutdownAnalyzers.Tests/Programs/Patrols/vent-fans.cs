using Mine.Ventilation;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IFanBus, ModbusFans>();
builder.Services.AddHostedService(sp => new FanController("north", 1, sp.GetRequiredService<IFanBus>(), sp.GetRequiredService<ILogger<FanController>>())); //! HAZARD second SHUT214
builder.Services.AddHostedService(sp => new FanController("south", 7, sp.GetRequiredService<IFanBus>(), sp.GetRequiredService<ILogger<FanController>>())); //! HAZARD second SHUT214
builder.Services.AddHostedService<MethaneWatch>();

await builder.Build().RunAsync();

namespace Mine.Ventilation
{
    public interface IFanBus
    {
        Task<double> ReadMethaneAsync(int unit, CancellationToken cancellationToken = default);
        Task SetSpeedAsync(int unit, double share, CancellationToken cancellationToken = default);
        Task KickWatchdogAsync();
    }

    internal sealed class ModbusFans : IFanBus
    {
        private readonly Dictionary<int, double> _speeds = [];
        private long _kicks;

        public Task<double> ReadMethaneAsync(int unit, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Math.Abs(Math.Sin(unit + Environment.TickCount64 / 60_000.0)));
        }

        public Task SetSpeedAsync(int unit, double share, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_speeds) _speeds[unit] = share;
            return Task.CompletedTask;
        }

        public Task KickWatchdogAsync()
        {
            Interlocked.Increment(ref _kicks);
            return Task.CompletedTask;
        }
    }

    public sealed class FanController(string shaft, int unit, IFanBus bus, ILogger<FanController> logger) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                while (true)
                {
                    var methane = await bus.ReadMethaneAsync(unit, stoppingToken);
                    await bus.SetSpeedAsync(unit, methane > 0.8 ? 1.0 : 0.4, stoppingToken);
                    await Task.Delay(TimeSpan.FromSeconds(15), stoppingToken);
                }
            }
            finally
            {
                await bus.SetSpeedAsync(unit, 1.0, CancellationToken.None);
                logger.LogInformation("Fan of shaft {Shaft} left at full speed", shaft);
            }
        }
    }

    public sealed class MethaneWatch(IFanBus bus, ILogger<MethaneWatch> logger) : BackgroundService
    {
        private static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);
        private readonly int[] _units = [1, 3, 7];

        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            Task.WhenAll([.. _units.Select(unit => WatchAsync(unit, stoppingToken)), BeatAsync()]);

        private async Task WatchAsync(int unit, CancellationToken stop)
        {
            for (var round = 1; ; round++)
            {
                var methane = await bus.ReadMethaneAsync(unit, stop);
                if (methane > 0.95)
                    logger.LogCritical("Unit {Unit}, round {Round}: {Methane:P1}", unit, round, methane);
                await Task.Delay(TimeSpan.FromSeconds(5), stop);
            }
        }

        private async Task BeatAsync()
        {
            for (var beats = 0L; ; beats++) //! HAZARD beat SHUT101
            {
                await bus.KickWatchdogAsync();
                if (beats % 180 == 0)
                    logger.LogDebug("{Beats} beats", beats);
                await Task.Delay(Beat); //! HAZARD beat SHUT101 SHUT102
            }
        }
    }
}
