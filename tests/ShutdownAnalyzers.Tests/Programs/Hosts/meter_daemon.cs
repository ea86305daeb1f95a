using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Meter.Daemon
{
    internal static class Program
    {
        private static readonly CancellationTokenSource Stop = new CancellationTokenSource();

        private static async Task<int> Main(string[] args)
        {
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal); //! HAZARD dropped SHUT506

            var meter = new Meter(args.Length > 0 ? args[0] : "/sys/class/power_supply/BAT0/energy_now");
            var writer = new Thread(() => Write(meter)); //! HAZARD foreground SHUT509
            writer.Start(); //! HAZARD foreground SHUT509

            try
            {
                while (!Stop.IsCancellationRequested)
                {
                    meter.Sample();
                    await Task.Delay(TimeSpan.FromSeconds(5), Stop.Token);
                }
            }
            catch (OperationCanceledException) when (Stop.IsCancellationRequested)
            {
            }

            Console.WriteLine($"{meter.Count} samples");
            return 0;
        }

        private static void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            Stop.Cancel();
        }

        private static void Write(Meter meter)
        {
            foreach (var line in meter.Lines.GetConsumingEnumerable()) //! HAZARD foreground SHUT102
            {
                File.AppendAllText("meter.log", line + Environment.NewLine);
            }
        }
    }

    internal sealed class Meter
    {
        private readonly string _path;

        public Meter(string path)
        {
            _path = path;
        }

        public int Count { get; private set; }
        public BlockingCollection<string> Lines { get; } = new BlockingCollection<string>();

        public void Sample()
        {
            var value = File.Exists(_path) ? File.ReadAllText(_path).Trim() : "0";
            Lines.Add($"{DateTime.UtcNow:O} {value}");
            Count++;
        }
    }
}
