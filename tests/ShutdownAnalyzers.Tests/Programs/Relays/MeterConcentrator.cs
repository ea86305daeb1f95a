using System.Collections.Concurrent;

namespace Energy.Metering
{
    public sealed class MeterFrame
    {
        public MeterFrame(string serial, decimal kilowattHours)
        {
            Serial = serial;
            KilowattHours = kilowattHours;
        }

        public string Serial { get; }
        public decimal KilowattHours { get; }
    }

    public interface IMeterBus
    {
        IAsyncEnumerable<MeterFrame> FramesAsync(CancellationToken cancellationToken);
    }

    public interface ITariffSource
    {
        Task<IReadOnlyDictionary<int, decimal>> LoadAsync(CancellationToken cancellationToken);
    }

    public interface IReadingSink
    {
        Task StoreAsync(MeterFrame frame);
        void SetPrice(decimal price);
    }

    public sealed class MeterConcentrator : IHostedService, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new CancellationTokenSource();
        private readonly ConcurrentDictionary<string, decimal> _latest = new ConcurrentDictionary<string, decimal>();
        private readonly IMeterBus _bus;
        private readonly IReadingSink _sink;
        private readonly ILogger<MeterConcentrator> _logger;
        private Task _collecting = Task.CompletedTask;

        public MeterConcentrator(IMeterBus bus, IReadingSink sink, ILogger<MeterConcentrator> logger)
        {
            _bus = bus;
            _sink = sink;
            _logger = logger;
        }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _collecting = Task.Run(() => CollectAsync(_stopping.Token), CancellationToken.None);
            return Task.CompletedTask;
        }

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            _logger.LogInformation("Finishing with {Meters} meters", _latest.Count);
            await FinishAsync(); //! HAZARD order SHUT208 SHUT210
            _stopping.Cancel();
        }

        public void Dispose() => _stopping.Dispose();

        private async Task FinishAsync()
        {
            try
            {
                await _collecting; //! HAZARD order SHUT208 SHUT210
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "The collector had failed");
            }
        }

        private async Task CollectAsync(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                try
                {
                    await foreach (var frame in _bus.FramesAsync(token))
                    {
                        if (_latest.TryGetValue(frame.Serial, out var last) && last == frame.KilowattHours) continue;

                        await _sink.StoreAsync(frame);
                        _latest[frame.Serial] = frame.KilowattHours;
                    }
                }
                catch (OperationCanceledException) when (token.IsCancellationRequested)
                {
                    return;
                }
                catch (IOException ex)
                {
                    _logger.LogWarning(ex, "Bus error");
                    token.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
                }
            }
        }
    }

    public sealed class TariffClock : IHostedService, IAsyncDisposable
    {
        private readonly ITariffSource _source;
        private readonly IReadingSink _sink;
        private IReadOnlyDictionary<int, decimal> _prices = new Dictionary<int, decimal>();
        private Timer _timer = null!;

        public TariffClock(ITariffSource source, IReadingSink sink)
        {
            _source = source;
            _sink = sink;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            _prices = await _source.LoadAsync(cancellationToken);
            _timer = new Timer(OnTick, null, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _timer.Change(Timeout.Infinite, Timeout.Infinite); //! HAZARD tariff SHUT212
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _timer?.DisposeAsync() ?? ValueTask.CompletedTask;

        private void OnTick(object? state)
        {
            if (_prices.TryGetValue(DateTime.Now.Hour, out var price)) _sink.SetPrice(price);
        }
    }
}
