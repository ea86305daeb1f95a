using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Library.ShelfRobots
{
    internal static class Program
    {
        private static int Main(string[] args)
        {
            var cells = args.Length > 0 && int.TryParse(args[0], out var size) ? size : 1 << 16;
            var scrubber = new EncoderScrubber(cells);

            using (var stop = new ManualResetEventSlim())
            using (OnSignal(PosixSignal.SIGTERM, stop))
            using (OnSignal(PosixSignal.SIGINT, stop))
            {
                scrubber.Start();
                Console.WriteLine("Scrubbing {0} encoder cells", cells);
                stop.Wait();
                scrubber.Stop();
            }

            Console.WriteLine("{0} passes, {1} repairs, digest {2:X16}", scrubber.Passes, scrubber.Repairs, scrubber.Digest);
            return 0;
        }

        private static PosixSignalRegistration OnSignal(PosixSignal signal, ManualResetEventSlim stop) =>
            PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                stop.Set();
            });
    }

    internal sealed class EncoderScrubber
    {
        private readonly uint[] _cells;
        private readonly uint[] _mirror;
        private readonly Thread _thread;
        private bool _halt; //! HAZARD flag SHUT109

        public EncoderScrubber(int cells)
        {
            _cells = new uint[cells];
            _mirror = new uint[cells];
            for (var i = 0; i < cells; i++)
                _cells[i] = _mirror[i] = (uint)i * 2654435761u;

            _thread = new Thread(Scrub) { IsBackground = true, Name = "scrubber", Priority = ThreadPriority.BelowNormal };
        }

        public long Passes { get; private set; }

        public int Repairs { get; private set; }

        public ulong Digest { get; private set; }

        public void Start() => _thread.Start();

        public void Stop()
        {
            var watch = Stopwatch.StartNew();
            _halt = true;
            _thread.Join();
            Console.WriteLine("Scrubber left after {0} ms", watch.ElapsedMilliseconds);
        }

        private void Scrub()
        {
            var cells = _cells;
            var mirror = _mirror;
            var digest = 14695981039346656037UL;
            var repairs = 0;
            var passes = 0L;
            var i = 0;

            while (!_halt) //! HAZARD flag SHUT109
            {
                if (cells[i] != mirror[i])
                {
                    cells[i] = mirror[i];
                    repairs++;
                }

                digest = (digest ^ cells[i]) * 1099511628211UL;
                if (++i == cells.Length)
                {
                    i = 0;
                    passes++;
                }
            }

            Digest = digest;
            Repairs = repairs;
            Passes = passes;
        }
    }
}
