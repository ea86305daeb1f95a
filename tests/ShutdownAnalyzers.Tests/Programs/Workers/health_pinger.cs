namespace Monitoring.Pings
{
    public interface IPingTarget
    {
        void Ping();
    }

    public class HealthPinger : IHostedService
    {
        private readonly IEnumerable<IPingTarget> _targets;
        private System.Timers.Timer _timer = new System.Timers.Timer(15000); //! HAZARD timer SHUT205 SHUT704

        public HealthPinger(IEnumerable<IPingTarget> targets)
        {
            _targets = targets;
            _timer.Elapsed += delegate { PingAll(); }; //! HAZARD timer SHUT205
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            PingAll();
            Arm(_timer);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD timer SHUT205
        {
            PingAll();
            return Task.CompletedTask; //! HAZARD timer SHUT205
        }

        private static void Arm(System.Timers.Timer timer)
        {
            timer.AutoReset = true;
            timer.Start(); //! HAZARD timer SHUT205
        }

        private void PingAll()
        {
            lock (_targets)
            {
                foreach (var target in _targets) target.Ping();
            }
        }
    }
}
