using System.Runtime.InteropServices;

// A daemon without a host: samples the gauge, writes a day file, ends on SIGTERM and Ctrl+C.
using var stop = new CancellationTokenSource();
using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Quit);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Quit);

var file = args.Length > 0 ? args[0] : "rain.csv";
await using var log = new RainLog(file);
var gauge = new Gauge(TimeSpan.FromSeconds(2));

try
{
    await CollectAsync(stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("rainlog ends");
}
finally
{
    using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
    await log.SaveAsync(patience.Token);
}

return 0;

void Quit(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

async Task CollectAsync(CancellationToken ct)
{
    for (var sample = 1; ; sample++)
    {
        try
        {
            log.Add(await gauge.ReadAsync(ct));
        }
        catch (TimeoutException)
        {
            Console.Error.WriteLine($"sample {sample}: the gauge is silent");
        }

        if (sample % 60 == 0)
            await log.SaveAsync(ct);

        await Task.Delay(TimeSpan.FromSeconds(10), ct);
    }
}

sealed class Gauge(TimeSpan patience)
{
    public async Task<double> ReadAsync(CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(patience);
        try
        {
            await Task.Delay(Random.Shared.Next(10, 2_500), timeout.Token);
            return Random.Shared.NextDouble() * 4;
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("no answer", ex);
        }
    }
}

sealed class RainLog(string path) : IAsyncDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);
    private readonly Queue<string> _lines = new();

    public void Add(double millimetres) => _lines.Enqueue(FormattableString.Invariant($"{DateTime.UtcNow:s};{millimetres:F2}"));

    public async Task SaveAsync(CancellationToken ct)
    {
        while (_lines.TryPeek(out var line))
        {
            await _writer.WriteLineAsync(line.AsMemory(), ct);
            _lines.Dequeue();
        }

        await _writer.FlushAsync(ct);
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
