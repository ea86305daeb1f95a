#nullable disable
namespace Factory.Plc
{
    public interface IPlc
    {
        bool TryConnect();
        int ReadRegister(int number);
    }

    public class PlcPoller : IHostedService, IDisposable
    {
        private readonly IPlc _plc;
        private readonly ManualResetEvent _stop = new ManualResetEvent(false);
        private readonly AutoResetEvent _poke = new AutoResetEvent(false);
        private Thread _thread;

        public PlcPoller(IPlc plc)
        {
            _plc = plc;
        }

        public int Last { get; private set; }

        public void Poke()
        {
            _poke.Set();
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _thread = new Thread(Poll) { IsBackground = true };
            _thread.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _stop.Set();
            if (_thread != null && !_thread.Join(4000))
                Console.Error.WriteLine("the poller is still busy");
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _stop.Dispose();
            _poke.Dispose();
        }

        private void Poll()
        {
            var wait = new WaitHandle[] { _stop, _poke };
        again:
            if (_plc.TryConnect())
                Last = _plc.ReadRegister(40001);
            if (WaitHandle.WaitAny(wait, 10000) == 0)
                return;
            goto again;
        }
    }
}
