namespace Safety.Smoke
{
    public interface ISmokeBus
    {
        IDisposable Subscribe(Action<string> alarm);
    }

    public class SmokeSensors : IHostedService
    {
        private readonly ISmokeBus _bus;
        private readonly ILogger<SmokeSensors> _logger;
        private IDisposable _subscription;

        public SmokeSensors(ISmokeBus bus, ILogger<SmokeSensors> logger)
        {
            _bus = bus;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _subscription = _bus.Subscribe(OnAlarm);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Release(); //! HAZARD null SHUT212
            return Task.CompletedTask;
        }

        private void Release()
        {
            _subscription.Dispose(); //! HAZARD null SHUT212
            _logger.LogInformation("Smoke sensors released");
        }

        private void OnAlarm(string room)
        {
            _logger.LogCritical("Smoke in {Room}", room);
        }
    }
}
