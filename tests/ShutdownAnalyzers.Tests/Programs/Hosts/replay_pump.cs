namespace Trading.Replay
{
    public interface IFrameSink
    {
        Task PushAsync(byte[] frame, CancellationToken token);
        Task FlushAsync(CancellationToken token);
    }

    public interface IFrameSource
    {
        Task<byte[]?> NextAsync(CancellationToken token);
    }

    public class ReplayPump : IHostedService, IDisposable
    {
        private readonly IFrameSource _source;
        private readonly IFrameSink _sink;
        private readonly CancellationTokenSource _cts = new CancellationTokenSource();
        private Task _pump = Task.CompletedTask;

        public ReplayPump(IFrameSource source, IFrameSink sink)
        {
            _source = source;
            _sink = sink;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _pump = PumpAsync(_cts.Token);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _cts.Cancel();
            await Task.WhenAny(_pump, Task.Delay(Timeout.Infinite, cancellationToken));
            await _sink.FlushAsync(_cts.Token); //! HAZARD flush SHUT108
        }

        public void Dispose()
        {
            _cts.Dispose();
        }

        private async Task PumpAsync(CancellationToken token)
        {
            await Task.Yield();
            try
            {
                while (!token.IsCancellationRequested)
                {
                    var frame = await _source.NextAsync(token);
                    if (frame == null)
                    {
                        break;
                    }

                    await _sink.PushAsync(frame, token);
                }
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
            }
        }
    }
}
