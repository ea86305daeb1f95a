namespace Water.Pumps;

public interface IPumpLink
{
    Task ConnectAsync(CancellationToken cancellationToken);
    Task<double> PressureAsync(CancellationToken cancellationToken);
    Task SetSpeedAsync(double speed, CancellationToken cancellationToken);
    void Disconnect();
}

internal sealed class PumpStation : IHostedService, IDisposable
{
    private readonly IPumpLink _link;
    private readonly CancellationTokenSource _cts = new();
    private Task? _loop;

    public PumpStation(IPumpLink link) => _link = link;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(async () =>
        {
            var ct = _cts.Token;
            await _link.ConnectAsync(ct);
            using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await ticks.WaitForNextTickAsync(ct)) //! HAZARD disconnect SHUT107
            {
                var pressure = await _link.PressureAsync(ct);
                await _link.SetSpeedAsync(pressure < 3.2 ? 0.9 : 0.4, ct);
            }

            await _link.SetSpeedAsync(0, CancellationToken.None); //! HAZARD disconnect SHUT107
            _link.Disconnect(); //! HAZARD disconnect SHUT107
        });
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_loop is null) return;
        await _cts.CancelAsync();
        await Task.WhenAny(_loop, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose() => _cts.Dispose();
}
