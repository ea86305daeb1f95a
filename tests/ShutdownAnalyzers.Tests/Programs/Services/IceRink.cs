namespace Leisure.IceRink;

public interface ICompressor
{
    Task SetAsync(int percent, CancellationToken ct);
}

public interface IIceSensor
{
    Task<double> CelsiusAsync(CancellationToken ct);
}

public sealed class IceRink(ICompressor compressor, IIceSensor ice, ILogger<IceRink> logger) : IHostedService
{
    private readonly CancellationTokenSource _melt = new(); //! HAZARD twice SHUT213
    private Task? _freezing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _freezing ??= FreezeAsync(_melt.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _melt.Cancel(); //! HAZARD twice SHUT213
        if (_freezing is { } freezing)
            await freezing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        _melt.Dispose(); //! HAZARD twice SHUT213
        logger.LogInformation("The rink is off");
    }

    private async Task FreezeAsync(CancellationToken melt)
    {
        try
        {
            while (true)
            {
                var celsius = await ice.CelsiusAsync(melt);
                await compressor.SetAsync(celsius > -4 ? 100 : celsius > -6 ? 60 : 20, melt);
                await Task.Delay(TimeSpan.FromMinutes(1), melt);
            }
        }
        catch (OperationCanceledException) when (melt.IsCancellationRequested)
        {
            using var last = new CancellationTokenSource(TimeSpan.FromSeconds(4));
            await compressor.SetAsync(0, last.Token);
        }
    }
}
