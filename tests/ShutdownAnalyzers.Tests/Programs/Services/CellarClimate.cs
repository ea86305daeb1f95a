using System;
using System.Threading;
using System.Threading.Tasks;

namespace Winery
{
    public interface ICellarSensor
    {
        Task<double> HumidityAsync(CancellationToken token);
    }

    public interface IHumidifier
    {
        Task MistAsync(int seconds, CancellationToken token);
    }

    public class CellarClimate : BackgroundService
    {
        private readonly ICellarSensor _sensor;
        private readonly IHumidifier _humidifier;
        private readonly ILogger _logger;

        public CellarClimate(ICellarSensor sensor, IHumidifier humidifier, ILoggerFactory loggers)
        {
            _sensor = sensor;
            _humidifier = humidifier;
            _logger = loggers.CreateLogger("Cellar");
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using (var timer = new PeriodicTimer(TimeSpan.FromMinutes(2)))
            {
                for (; ; ) //! HAZARD spin SHUT104 SHUT101
                {
                    try
                    {
                        if (!await timer.WaitForNextTickAsync(stoppingToken)) //! HAZARD spin SHUT104
                        {
                            return;
                        }

                        await RegulateAsync(stoppingToken);
                    }
                    catch (OperationCanceledException) //! HAZARD spin SHUT104
                    {
                        _logger.LogDebug("The sensor did not answer in time");
                    }
                    catch (InvalidOperationException e)
                    {
                        _logger.LogWarning(e, "The sensor gave nonsense");
                    }
                }
            }
        }

        private async Task RegulateAsync(CancellationToken token)
        {
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(token))
            {
                patience.CancelAfter(TimeSpan.FromSeconds(20));
                var humidity = await _sensor.HumidityAsync(patience.Token);
                if (humidity < 0.65)
                {
                    await _humidifier.MistAsync(10, token);
                }
            }
        }
    }
}
