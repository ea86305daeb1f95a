using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Press.Interlock
{
    public interface IInterlockInput
    {
        /// <summary>Set by the driver whenever a contact changes.</summary>
        AutoResetEvent Changed { get; }

        bool DoorClosed { get; }

        void StopPress();
    }

    public class InterlockMonitor : BackgroundService
    {
        private readonly IInterlockInput _input;
        private readonly ILogger<InterlockMonitor> _logger;

        public InterlockMonitor(IInterlockInput input, ILogger<InterlockMonitor> logger)
        {
            _input = input;
            _logger = logger;
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            return Task.Factory.StartNew(
                () => Watch(stoppingToken),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        private void Watch(CancellationToken stoppingToken)
        {
            var handles = new WaitHandle[] { stoppingToken.WaitHandle, _input.Changed };
            for (;;)
            {
                if (WaitHandle.WaitAny(handles) == 0)
                {
                    break;
                }

                if (!_input.DoorClosed)
                {
                    _input.StopPress();
                    _logger.LogWarning("Door opened, press stopped");
                }
            }

            _input.StopPress();
        }
    }
}
