namespace Dns.Updates;

public interface IZone
{
    Task UpdateAsync(string name, string address, CancellationToken cancellationToken);
    ValueTask<string> AddressAsync(CancellationToken cancellationToken);
}

internal sealed class DnsUpdater(IZone zone) : IHostedService
{
    private readonly CancellationTokenSource _cts = new();
    private Task? _task;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _task = UpdateAsync(_cts.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_task is null) return;

        _cts.Cancel(); //! HAZARD twice SHUT213
        await _task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _cts.Dispose(); //! HAZARD twice SHUT213
    }

    private async Task UpdateAsync(CancellationToken stop)
    {
        var known = "";
        while (!stop.IsCancellationRequested)
        {
            var address = await zone.AddressAsync(stop);
            if (address != known)
                await zone.UpdateAsync("home", known = address, stop);

            await Task.Delay(TimeSpan.FromMinutes(5), stop);
        }
    }
}
