using System.Threading.Channels;

namespace Fleet.Gps;

public readonly record struct Fix(int Vehicle, double Latitude, double Longitude);

public interface IGpsReceiver
{
    IAsyncEnumerable<Fix> FixesAsync(CancellationToken cancellationToken);
}

public interface IFixStore
{
    Task AddAsync(IReadOnlyList<Fix> fixes, CancellationToken cancellationToken);
}

public sealed class GpsCollector(IGpsReceiver receiver, IFixStore store) : IHostedLifecycleService
{
    private readonly Channel<Fix> _fixes = Channel.CreateBounded<Fix>(512);
    private Task _pumps = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _pumps = Task.WhenAll(ReceiveAsync(cancellationToken), WriteAsync()); //! HAZARD start SHUT206 SHUT205
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _fixes.Writer.TryComplete();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
        => await _pumps.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD start SHUT206 SHUT205 SHUT208

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ReceiveAsync(CancellationToken stop) //! HAZARD start SHUT206 SHUT205
    {
        await foreach (var fix in receiver.FixesAsync(stop)) //! HAZARD start SHUT206 SHUT205 SHUT102
            await _fixes.Writer.WriteAsync(fix, stop); //! HAZARD start SHUT206 SHUT205 SHUT102
    }

    private async Task WriteAsync()
    {
        var batch = new List<Fix>();
        while (await _fixes.Reader.WaitToReadAsync())
        {
            while (batch.Count < 100 && _fixes.Reader.TryRead(out var fix)) batch.Add(fix);
            await store.AddAsync(batch, CancellationToken.None);
            batch.Clear();
        }
    }
}
