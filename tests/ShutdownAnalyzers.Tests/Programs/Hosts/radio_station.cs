using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Radio.Playout
{
    public interface IEncoder
    {
        void Push(byte[] frame);
    }

    public interface IPlaylist
    {
        byte[] NextFrame();
    }

    public class PlayoutService : IHostedService
    {
        private readonly IEncoder _encoder;
        private readonly IPlaylist _playlist;
        private readonly ILogger<PlayoutService> _logger;
        private Thread? _feeder;

        public PlayoutService(IEncoder encoder, IPlaylist playlist, ILogger<PlayoutService> logger)
        {
            _encoder = encoder;
            _playlist = playlist;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken) //! HAZARD feeder SHUT205 SHUT101
        {
            _feeder = CreateFeeder();
            _feeder.Start(); //! HAZARD feeder SHUT205 SHUT101
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) //! HAZARD feeder SHUT205 SHUT101
        {
            _logger.LogInformation("Going off the air");
            return Task.CompletedTask;
        }

        private Thread CreateFeeder()
        {
            return new Thread(Feed) { IsBackground = true, Priority = ThreadPriority.AboveNormal, Name = "feeder" };
        }

        private void Feed() //! HAZARD feeder SHUT205 SHUT101
        {
            var underruns = 0;
            while (true) //! HAZARD feeder SHUT205 SHUT101
            {
                try
                {
                    _encoder.Push(_playlist.NextFrame());
                    Thread.Sleep(40); //! HAZARD feeder SHUT205 SHUT101
                }
                catch (InvalidOperationException ex)
                {
                    underruns++;
                    _logger.LogWarning(ex, "Underrun {Count}", underruns);
                }
            }
        }
    }

    public static class JingleLog
    {
        private static readonly BlockingCollection<string> Played = new BlockingCollection<string>(256); //! HAZARD jingles SHUT509 SHUT601 SHUT101

        public static void Open(Action<string> write)
        {
            var thread = new Thread(() => //! HAZARD jingles SHUT509 SHUT601 SHUT101
            {
                foreach (var title in Played.GetConsumingEnumerable()) //! HAZARD jingles SHUT509 SHUT601 SHUT101
                    write(title);
            });
            thread.Name = "jingle log";
            thread.Start(); //! HAZARD jingles SHUT509 SHUT601 SHUT101
        }

        public static void Note(string title) => Played.TryAdd(title);
    }

    public class ListenerCount : IHostedService, IDisposable
    {
        private readonly System.Timers.Timer _timer = new System.Timers.Timer(60000);
        private readonly ILogger<ListenerCount> _logger;
        private int _listeners;

        public ListenerCount(ILogger<ListenerCount> logger)
        {
            _logger = logger;
            _timer.Elapsed += (s, e) => _logger.LogInformation("{Count} listeners", Volatile.Read(ref _listeners));
        }

        public void Joined() => Interlocked.Increment(ref _listeners);

        public void Left() => Interlocked.Decrement(ref _listeners);

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _timer.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _timer.Stop();
            return Task.CompletedTask;
        }

        public void Dispose() => _timer.Dispose();
    }
}
