namespace River.RopeFerry;

public sealed class Crossing : IAsyncDisposable
{
    private readonly CancellationTokenSource _ashore = new();
    private readonly Task _rowing;
    private int _strokes;

    private Crossing(TimeSpan stroke) => _rowing = RowAsync(stroke, _ashore.Token);

    public int Strokes => Volatile.Read(ref _strokes);

    public static Crossing Begin(TimeSpan stroke) => new(stroke);

    public async ValueTask DisposeAsync()
    {
        if (!_ashore.IsCancellationRequested)
        {
            await _ashore.CancelAsync();
            await _rowing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ashore.Dispose();
        }
    }

    private async Task RowAsync(TimeSpan stroke, CancellationToken ashore)
    {
        while (true)
        {
            await Task.Delay(stroke, ashore);
            Interlocked.Increment(ref _strokes);
        }
    }
}

public sealed class RopeFerry(TimeProvider clock, ILogger<RopeFerry> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using (var crossing = Crossing.Begin(TimeSpan.FromSeconds(2)))
            {
                await Task.Delay(TimeSpan.FromMinutes(3), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                logger.LogInformation("{Strokes} strokes", crossing.Strokes);
            }
        }
    }
}
