using System.Runtime.InteropServices;

namespace Exchange.Sim;

internal static class Program
{
    private static readonly List<PosixSignalRegistration> Signals = [];
    private static readonly TaskCompletionSource Closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task<int> Main()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            Signals.Add(PosixSignalRegistration.Create(signal, OnSignal));

        await using var book = new OrderBook();
        var traders = Enumerable.Range(1, 3).Select(n => TradeAsync(n, book)).ToArray();

        await Closing.Task;

        await Task.WhenAll(traders).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Signals.ForEach(s => s.Dispose());
        return 0;
    }

    private static void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Closing.TrySetResult();
    }

    private static async Task TradeAsync(int trader, OrderBook book)
    {
        while (!Closing.Task.IsCompleted)
        {
            await book.PlaceAsync(trader, Random.Shared.Next(90, 110));
            await Task.WhenAny(Closing.Task, Task.Delay(Random.Shared.Next(100, 900)));
        }
    }
}

internal sealed class OrderBook : IAsyncDisposable
{
    private readonly StreamWriter _log = new("orders.csv", append: true);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task PlaceAsync(int trader, int price)
    {
        await _turn.WaitAsync();
        try
        {
            await _log.WriteLineAsync($"{DateTime.UtcNow:O},{trader},{price}");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _turn.Dispose();
    }
}
