using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Quarry.Blasting
{
    public interface ISeismograph
    {
        bool TryRead(out double velocity);
        void Mark(string note);
    }

    public class BlastRecorder : IHostedService, IDisposable
    {
        private readonly ISeismograph _seismograph;
        private readonly ILogger<BlastRecorder> _logger;
        private readonly ManualResetEventSlim _closing = new ManualResetEventSlim(false);
        private Thread _thread;

        public BlastRecorder(ISeismograph seismograph, ILogger<BlastRecorder> logger)
        {
            _seismograph = seismograph ?? throw new ArgumentNullException(nameof(seismograph));
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _thread = new Thread(Record) { IsBackground = true, Name = "seismograph" };
            _thread.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _closing.Set();
            if (_thread != null && !_thread.Join(TimeSpan.FromSeconds(5)))
            {
                _logger.LogWarning("Seismograph thread did not end in time");
            }

            return Task.CompletedTask;
        }

        private void Record()
        {
            while (true)
            {
                try
                {
                    while (_seismograph.TryRead(out var velocity))
                    {
                        if (velocity > 12.5)
                        {
                            _seismograph.Mark("limit exceeded");
                        }

                        if (_closing.IsSet)
                        {
                            return;
                        }
                    }
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Reading failed");
                }

                if (_closing.Wait(TimeSpan.FromMilliseconds(200)))
                {
                    break;
                }
            }

            _seismograph.Mark("recorder closed");
        }

        public void Dispose()
        {
            _closing.Dispose();
        }
    }
}
