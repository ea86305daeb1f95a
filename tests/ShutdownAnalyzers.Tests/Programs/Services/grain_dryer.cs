using System;
using System.Threading;
using System.Threading.Tasks;

namespace Agri.Dryer
{
    public interface IBurner
    {
        void Fire(int percent);
        void Off();
    }

    public class GrainDryer : BackgroundService
    {
        private readonly IBurner _burner;
        private readonly AutoResetEvent _changed = new AutoResetEvent(false);
        private int _percent;

        public GrainDryer(IBurner burner)
        {
            _burner = burner;
        }

        public void Set(int percent)
        {
            Interlocked.Exchange(ref _percent, percent);
            _changed.Set();
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            return Task.Factory.StartNew(
                state => Burn((CancellationToken)state),
                stoppingToken,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }

        public override void Dispose()
        {
            base.Dispose();
            _changed.Dispose();
        }

        private void Burn(CancellationToken stop)
        {
            var handles = new WaitHandle[] { stop.WaitHandle, _changed };
            try
            {
                for (; ; )
                {
                    switch (WaitHandle.WaitAny(handles))
                    {
                        case 0:
                            return;
                        case 1:
                            _burner.Fire(Volatile.Read(ref _percent));
                            break;
                    }
                }
            }
            finally
            {
                _burner.Off();
            }
        }
    }
}
