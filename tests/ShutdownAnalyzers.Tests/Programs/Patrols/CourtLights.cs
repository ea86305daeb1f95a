using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Club.Courts
{
    public interface ICourtLights
    {
        Task ApplyScheduleAsync(DateTimeOffset now, CancellationToken cancellationToken);
        Task SwitchAsync(int court, bool on, CancellationToken cancellationToken);
    }

    public class LightSchedule : BackgroundService
    {
        private readonly ICourtLights _lights;
        private readonly ILogger<LightSchedule> _logger;

        public LightSchedule(ICourtLights lights, ILogger<LightSchedule> logger)
        {
            _lights = lights;
            _logger = logger;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(30)))
            {
                for (;;) //! HAZARD schedule SHUT104 SHUT101
                {
                    try
                    {
                        if (!await timer.WaitForNextTickAsync(stoppingToken)) //! HAZARD schedule SHUT104
                        {
                            return;
                        }

                        await _lights.ApplyScheduleAsync(DateTimeOffset.Now, stoppingToken);
                    }
                    catch (Exception ex) when (Noted(ex)) //! HAZARD schedule SHUT104
                    {
                    }
                }
            }
        }

        private bool Noted(Exception ex)
        {
            _logger.LogError(ex, "Court lights not switched");
            return true;
        }
    }

    public class LightConsole : BackgroundService
    {
        private readonly ICourtLights _lights;

        public LightConsole(ICourtLights lights)
        {
            _lights = lights;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            string line;
            while ((line = await Console.In.ReadLineAsync(stoppingToken)) != null) //! HAZARD console SHUT103 SHUT102
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 2 && int.TryParse(words[1], out var court))
                {
                    await _lights.SwitchAsync(court, words[0] == "on", stoppingToken);
                }
            }
        }
    }
}
