#nullable disable
namespace Legacy.Flush
{
    public interface IJournal
    {
        void Flush();
    }

    public class FlushTimer : IHostedService
    {
        private readonly IJournal _journal;
        private readonly object _sync = new object();
        private Timer _timer;

        public FlushTimer(IJournal journal)
        {
            _journal = journal;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            lock (_sync)
            {
                _timer = new Timer(OnTimer, null, 2000, Timeout.Infinite);
            }
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Timer timer;
            lock (_sync)
            {
                timer = _timer;
                _timer = null;
            }

            if (timer == null) return Task.CompletedTask;

            using (var idle = new ManualResetEvent(false))
            {
                if (timer.Dispose(idle)) idle.WaitOne(3000);
            }

            _journal.Flush();
            return Task.CompletedTask;
        }

        private void OnTimer(object state)
        {
            _journal.Flush();
            lock (_sync)
            {
                _timer?.Change(2000, Timeout.Infinite);
            }
        }
    }
}
