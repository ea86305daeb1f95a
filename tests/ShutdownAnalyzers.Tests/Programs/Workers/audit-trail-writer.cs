namespace Compliance.Trail;

public interface ITrailStore
{
    Task AppendAsync(string line, CancellationToken cancellationToken);
    Task SealAsync();
}

public interface ITrailSource
{
    ValueTask<string> NextAsync(CancellationToken cancellationToken);
}

public sealed class TrailWriter : IHostedService, IDisposable
{
    private readonly ITrailStore _store;
    private readonly ITrailSource _source;
    private readonly CancellationTokenSource _cts = new();
    private Task? _writing; //! HAZARD wait SHUT209

    public TrailWriter(ITrailStore store, ITrailSource source) => (_store, _source) = (store, source);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writing = WriteAsync(_cts.Token); //! HAZARD wait SHUT209
        return _writing.IsFaulted ? _writing : Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _cts.CancelAsync(); //! HAZARD wait SHUT209

    public void Dispose() => _cts.Dispose();

    private async Task WriteAsync(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                await _store.AppendAsync(await _source.NextAsync(stop), CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await _store.SealAsync();
        }
    }
}
