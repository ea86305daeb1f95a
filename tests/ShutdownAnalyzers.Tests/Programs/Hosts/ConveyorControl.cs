using System.Collections.Concurrent;

namespace Factory.Conveyor
{
    public interface IMotor
    {
        void Run(string command);
        void Brake();
    }

    public class ConveyorControl : IHostedService, IDisposable
    {
        private readonly BlockingCollection<string> _commands = new BlockingCollection<string>(50);
        private readonly AutoResetEvent _jam = new AutoResetEvent(false);
        private readonly ManualResetEvent _stop = new ManualResetEvent(false);
        private readonly IMotor _motor;
        private readonly ILogger<ConveyorControl> _logger;
        private Thread? _runner;
        private Thread? _watcher;

        public ConveyorControl(IMotor motor, ILogger<ConveyorControl> logger)
        {
            _motor = motor;
            _logger = logger;
        }

        public bool Send(string command)
        {
            return !_commands.IsAddingCompleted && _commands.TryAdd(command);
        }

        public void ReportJam()
        {
            _jam.Set();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _runner = new Thread(RunCommands) { IsBackground = true };
            _watcher = new Thread(WatchJams) { IsBackground = true };
            _runner.Start();
            _watcher.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _commands.CompleteAdding();
            _stop.Set();
            foreach (var thread in new[] { _runner, _watcher })
            {
                if (thread != null && !thread.Join(TimeSpan.FromSeconds(4)))
                {
                    _logger.LogWarning("{Thread} is still running", thread.ManagedThreadId);
                }
            }

            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _commands.Dispose();
            _jam.Dispose();
            _stop.Dispose();
        }

        private void RunCommands()
        {
            foreach (var command in _commands.GetConsumingEnumerable())
            {
                _motor.Run(command);
            }

            _motor.Brake();
        }

        private void WatchJams()
        {
            var handles = new WaitHandle[] { _stop, _jam };
            while (WaitHandle.WaitAny(handles) == 1)
            {
                _logger.LogError("Conveyor jammed");
                _motor.Brake();
            }
        }
    }
}
