using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Weather.Tiles
{
    public readonly struct TileKey : IEquatable<TileKey>
    {
        public TileKey(int zoom, int column, int row)
        {
            Zoom = zoom;
            Column = column;
            Row = row;
        }

        public int Zoom { get; }
        public int Column { get; }
        public int Row { get; }

        public bool Equals(TileKey other) => Zoom == other.Zoom && Column == other.Column && Row == other.Row;
        public override bool Equals(object? obj) => obj is TileKey other && Equals(other);
        public override int GetHashCode() => HashCode.Combine(Zoom, Column, Row);
        public override string ToString() => Zoom + "/" + Column + "/" + Row;
    }

    public interface ITileRenderer
    {
        void Render(TileKey key);
    }

    public sealed class TileWarmup : IHostedService
    {
        private readonly object _gate = new object();
        private readonly Queue<TileKey> _queue = new Queue<TileKey>();
        private readonly HashSet<TileKey> _queued = new HashSet<TileKey>();
        private readonly TaskCompletionSource<int> _done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ITileRenderer _renderer;
        private readonly ILogger<TileWarmup> _logger;
        private bool _closing;
        private bool _started;
        private volatile bool _hurry;

        public TileWarmup(ITileRenderer renderer, ILogger<TileWarmup> logger)
        {
            _renderer = renderer;
            _logger = logger;
        }

        public bool Request(TileKey key)
        {
            lock (_gate)
            {
                if (_closing || !_queued.Add(key)) return false;
                _queue.Enqueue(key);
                Monitor.Pulse(_gate);
                return true;
            }
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _started = true;
            new Thread(Work) { IsBackground = true, Name = "tiles" }.Start();
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _closing = true;
                Monitor.PulseAll(_gate);
            }

            if (!_started) return;

            using (cancellationToken.Register(() => _hurry = true))
            {
                var finished = await Task.WhenAny(_done.Task, Task.Delay(Timeout.Infinite, cancellationToken));
                if (finished == _done.Task)
                    _logger.LogInformation("{Count} tiles were rendered", _done.Task.Result);
                else
                    _logger.LogWarning("Tiles are left, they are rendered on demand");
            }
        }

        private void Work()
        {
            var rendered = 0;
            while (true)
            {
                TileKey key;
                lock (_gate)
                {
                    while (_queue.Count == 0 && !_closing) Monitor.Wait(_gate);
                    if (_queue.Count == 0 || _hurry) break;
                    key = _queue.Dequeue();
                    _queued.Remove(key);
                }

                try
                {
                    _renderer.Render(key);
                    rendered++;
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Tile {Key} failed", key);
                }
            }

            _done.TrySetResult(rendered);
        }
    }
}
