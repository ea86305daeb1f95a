using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

#nullable disable

namespace Farm.Irrigation
{
    public interface IValve
    {
        int Id { get; }
        Task OpenAsync(CancellationToken cancellationToken);
        Task CloseAsync();
    }

    public interface IPump
    {
        double Pressure { get; }
    }

    public class GpioLine
    {
        public readonly byte[] Window = new byte[4];
    }

    public class FlowMeter : IHostedService
    {
        private readonly GpioLine _line;
        private readonly ILogger _logger;
        private Thread _thread;
        private long _pulses;
        private bool _halt; //! HAZARD halt SHUT109

        public FlowMeter(GpioLine line, ILogger<FlowMeter> logger)
        {
            _line = line;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _thread = new Thread(CountPulses) { IsBackground = true, Name = "flow meter" };
            _thread.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _halt = true; //! HAZARD halt SHUT109
            if (_thread != null && !_thread.Join(TimeSpan.FromSeconds(3)))
                _logger.LogWarning("Flow meter thread is still counting");

            _logger.LogInformation("{Pulses} pulses counted", Interlocked.Read(ref _pulses));
            return Task.CompletedTask;
        }

        private void CountPulses()
        {
            byte previous = 0;
            while (!_halt) //! HAZARD halt SHUT109
            {
                var level = _line.Window[2];
                if (level != previous && level != 0)
                    _pulses++;

                previous = level;
            }
        }
    }

    public class ValveSequencer : IHostedService, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new CancellationTokenSource();
        private readonly IReadOnlyList<IValve> _valves;
        private readonly ILogger _logger;
        private Task _sequence;

        public ValveSequencer(IReadOnlyList<IValve> valves, ILogger<ValveSequencer> logger)
        {
            _valves = valves;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var token = _stopping.Token;
            _sequence = Task.Run(() => WaterAsync(token), CancellationToken.None);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD valves SHUT209
        {
            _stopping.Cancel(); //! HAZARD valves SHUT209
            return Task.CompletedTask; //! HAZARD valves SHUT209
        }

        public void Dispose() => _stopping.Dispose();

        private async Task WaterAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                foreach (var valve in _valves)
                {
                    try
                    {
                        await valve.OpenAsync(token);
                        await Task.Delay(TimeSpan.FromMinutes(6), token);
                    }
                    catch (OperationCanceledException) when (token.IsCancellationRequested)
                    {
                        break;
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "Valve {Id} failed", valve.Id);
                        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(10), token));
                    }
                    finally
                    {
                        await valve.CloseAsync();
                    }
                }
            }
        }
    }

    public class PressureLog : IHostedService
    {
        private readonly IPump _pump;
        private readonly ILogger _logger;
        private Timer _timer;

        public PressureLog(IPump pump, ILogger<PressureLog> logger)
        {
            _pump = pump;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _timer = new Timer(_ => _logger.LogInformation("Pressure {Bar:F2} bar", _pump.Pressure), null, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await _timer.DisposeAsync(); //! HAZARD pressure SHUT212
            _logger.LogInformation("Last pressure {Bar:F2} bar", _pump.Pressure);
        }
    }

    public static class IrrigationServiceCollectionExtensions
    {
        public static IServiceCollection AddIrrigation(this IServiceCollection services)
        {
            services.AddSingleton<GpioLine>();
            services.AddHostedService<FlowMeter>();
            services.AddHostedService<ValveSequencer>();
            services.AddHostedService<PressureLog>();
            return services;
        }
    }
}
