namespace Power.Turbine
{
    public interface IGovernorBus
    {
        int ReadRevolutions();
        void SetValve(int percent);
    }

    /// <summary>The control loop has a thread of its own, the pool is too slow for it.</summary>
    public class TurbineGovernor : IHostedService
    {
        private readonly IGovernorBus _bus;
        private readonly ILogger<TurbineGovernor> _logger;
        private int _target = 3000;

        public TurbineGovernor(IGovernorBus bus, ILogger<TurbineGovernor> logger)
        {
            _bus = bus;
            _logger = logger;
        }

        public int Target
        {
            get { return Volatile.Read(ref _target); }
            set { Volatile.Write(ref _target, value); }
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var thread = new Thread(Control) { Name = "governor" }; //! HAZARD thread SHUT509 SHUT205
            thread.Start(); //! HAZARD thread SHUT509 SHUT205
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD thread SHUT205
        {
            _logger.LogInformation("Governor released at {Target} rpm", Target);
            return Task.CompletedTask;
        }

        private void Control()
        {
            while (true) //! HAZARD thread SHUT101
            {
                var error = Target - _bus.ReadRevolutions();
                if (error != 0)
                    _bus.SetValve(Math.Clamp(50 + error / 10, 0, 100));

                Thread.Sleep(20); //! HAZARD thread SHUT101
            }
        }
    }
}
