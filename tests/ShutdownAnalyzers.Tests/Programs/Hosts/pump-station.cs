using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Waterworks.Pumps
{
    public interface IPump
    {
        void Run(TimeSpan time);
        void Halt();
    }

    public sealed class PumpOrder
    {
        public PumpOrder(string reason, TimeSpan time)
        {
            Reason = reason;
            Time = time;
        }

        public string Reason { get; }

        public TimeSpan Time { get; }
    }

    public sealed class PumpStation : IHostedService, IDisposable
    {
        private readonly ConcurrentQueue<PumpOrder> _orders = new ConcurrentQueue<PumpOrder>();
        private readonly AutoResetEvent _work = new AutoResetEvent(false);
        private readonly ManualResetEvent _stop = new ManualResetEvent(false);
        private readonly IPump _pump;
        private readonly ILogger<PumpStation> _logger;
        private Thread? _thread;

        public PumpStation(IPump pump, ILogger<PumpStation> logger)
        {
            _pump = pump;
            _logger = logger;
        }

        public void Enqueue(PumpOrder order)
        {
            _orders.Enqueue(order);
            _work.Set();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _thread = new Thread(Loop) { IsBackground = true, Name = "pump" };
            _thread.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _stop.Set();
            var thread = _thread;
            if (thread != null && !thread.Join(TimeSpan.FromSeconds(10)))
                _logger.LogWarning("The pump thread is still running");

            return Task.CompletedTask;
        }

        private void Loop()
        {
            var handles = new WaitHandle[] { _stop, _work };
            while (true)
            {
                if (WaitHandle.WaitAny(handles) == 0)
                    break;

                PumpOrder? order;
                while (!Stopped && _orders.TryDequeue(out order))
                    Carry(order);
            }

            _pump.Halt();
        }

        private bool Stopped => _stop.WaitOne(0);

        private void Carry(PumpOrder order)
        {
            try
            {
                _pump.Run(order.Time);
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Order {Reason} failed", order.Reason);
            }
        }

        public void Dispose()
        {
            _work.Dispose();
            _stop.Dispose();
        }
    }
}
