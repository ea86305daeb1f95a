using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vineyard.Press
{
    public interface IPress
    {
        double Bar { get; }
        void Adjust(double delta);
        void Vent();
    }

    public class PressController : IHostedService
    {
        private readonly IPress _press;
        private readonly ILogger<PressController> _logger;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private volatile bool _closing;
        private double _target;
        private Task _control = Task.CompletedTask;

        public PressController(IPress press, ILogger<PressController> logger)
        {
            _press = press;
            _logger = logger;
        }

        public double Target
        {
            get { return Volatile.Read(ref _target); }
            set
            {
                Volatile.Write(ref _target, value);
                _wake.Set();
            }
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _closing = false;
            _control = Task.Factory.StartNew(Control, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _closing = true;
            _wake.Set();
            var finished = await Task.WhenAny(_control, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
            if (finished != _control)
            {
                _logger.LogWarning("The press controller is still adjusting");
            }
        }

        private void Control()
        {
            try
            {
                while (!_closing)
                {
                    _wake.WaitOne();
                    Approach();
                }
            }
            finally
            {
                _press.Vent();
            }
        }

        private void Approach()
        {
            while (!_closing)
            {
                var delta = Target - _press.Bar;
                if (delta < 0.05 && delta > -0.05)
                {
                    return;
                }

                _press.Adjust(delta / 4);
                _wake.WaitOne(250);
            }
        }
    }
}
