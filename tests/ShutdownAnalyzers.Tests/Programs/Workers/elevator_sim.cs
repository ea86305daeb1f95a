namespace Sim.Elevators
{
    public interface IShaft
    {
        void Step(double seconds);
    }

    public sealed class ElevatorSim : IHostedService, IDisposable
    {
        private readonly object _gate = new object();
        private readonly IShaft[] _shafts;
        private bool _open = true;
        private Task _simulation = Task.CompletedTask;

        public ElevatorSim(IEnumerable<IShaft> shafts)
        {
            _shafts = shafts.ToArray();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _simulation = Task.Run(Simulate);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            Close();
            await Task.WhenAny(_simulation, Task.Delay(Timeout.Infinite, cancellationToken));
        }

        public void Dispose()
        {
            Close();
        }

        private void Close()
        {
            lock (_gate)
            {
                _open = false;
                Monitor.PulseAll(_gate);
            }
        }

        private void Simulate()
        {
            lock (_gate)
            {
                while (_open)
                {
                    foreach (var shaft in _shafts) shaft.Step(0.05);
                    Monitor.Wait(_gate, 50);
                }
            }
        }
    }
}
