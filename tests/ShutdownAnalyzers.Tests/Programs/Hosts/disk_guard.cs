using System.Runtime.InteropServices;

namespace Disk.Guard
{
    internal static class Program
    {
        private static int Main(string[] args)
        {
            using (var loggers = LoggerFactory.Create(b => b.AddSimpleConsole(o => o.SingleLine = true)))
            using (var stop = new CancellationTokenSource())
            using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Cancel(c, stop)))
            using (PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Cancel(c, stop)))
            {
                var guard = new Guard(args.Length == 0 ? "/" : args[0], loggers.CreateLogger<Guard>());
                var thread = new Thread(() => guard.Watch(stop.Token));
                thread.Name = "guard";
                thread.Start();
                thread.Join();
                return guard.Alarms == 0 ? 0 : 2;
            }
        }

        private static void Cancel(PosixSignalContext context, CancellationTokenSource source)
        {
            context.Cancel = true;
            source.Cancel();
        }
    }

    internal sealed class Guard
    {
        private readonly DriveInfo _drive;
        private readonly ILogger<Guard> _logger;

        public Guard(string path, ILogger<Guard> logger)
        {
            _drive = new DriveInfo(path);
            _logger = logger;
        }

        public int Alarms { get; private set; }

        public void Watch(CancellationToken token)
        {
            for (; ; )
            {
                var free = 100.0 * _drive.AvailableFreeSpace / _drive.TotalSize;
                if (free < 10)
                {
                    Alarms++;
                    _logger.LogError("Only {Free:F1} % of {Drive} are free", free, _drive.Name);
                }

                if (token.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)))
                {
                    _logger.LogInformation("Guard ends after {Alarms} alarms", Alarms);
                    return;
                }
            }
        }
    }
}
