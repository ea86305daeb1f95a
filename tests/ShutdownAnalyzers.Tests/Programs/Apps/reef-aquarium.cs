using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reef.Aquarium
{
    internal class Program
    {
        static void Main(string[] args)
        {
            using (IHost host = CreateHostBuilder(args).Build())
            {
                var logger = host.Services.GetRequiredService<ILogger<Program>>();
                host.StartAsync(); //! HAZARD start SHUT307
                logger.LogInformation("Aquarium control is up");
                host.WaitForShutdown();
            }
        }

        static IHostBuilder CreateHostBuilder(string[] args)
        {
            return Host.CreateDefaultBuilder(args)
                .ConfigureServices((context, services) =>
                {
                    services.AddSingleton<Pump>();
                    services.AddHostedService<TideSimulator>();
                });
        }
    }

    internal class Pump
    {
        public int Power { get; private set; }

        public void Set(int power)
        {
            Power = Math.Max(0, Math.Min(100, power));
        }
    }

    internal class TideSimulator : BackgroundService
    {
        private readonly Pump _pump;

        public TideSimulator(Pump pump)
        {
            _pump = pump;
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var phase = 0;
            while (!stoppingToken.IsCancellationRequested)
            {
                _pump.Set((int)(50 + 50 * Math.Sin(phase++ * Math.PI / 180)));
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
    }
}
