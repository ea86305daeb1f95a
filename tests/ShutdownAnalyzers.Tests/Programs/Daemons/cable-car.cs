var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
builder.Services.AddSingleton<ICabins, SimulatedCabins>();
builder.Services.AddHostedService<CableCar>();
await builder.Build().RunAsync();

interface ICabins
{
    Task MoveAsync(int metres, CancellationToken ct);
    Task ParkAsync(CancellationToken ct);
}

sealed class SimulatedCabins(ILogger<SimulatedCabins> logger) : ICabins
{
    private int _position;

    public async Task MoveAsync(int metres, CancellationToken ct)
    {
        await Task.Delay(metres * 10, ct);
        _position = (_position + metres) % 2400;
        logger.LogDebug("At {Position} m", _position);
    }

    public async Task ParkAsync(CancellationToken ct)
    {
        await Task.Delay(500, ct);
        logger.LogInformation("Parked at {Position} m", _position);
    }
}

/// <summary>Own loop, own source: looks like the start token, but it is only linked and then cancelled by StopAsync.</summary>
sealed class CableCar(ICabins cabins, ILogger<CableCar> logger) : IHostedService, IAsyncDisposable
{
    private CancellationTokenSource? _run;
    private Task? _loop;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ct = _run.Token;
        _loop = Task.Run(() => LoopAsync(ct), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_loop is not { } loop || _run is not { } run)
            return;

        await run.CancelAsync();
        try
        {
            await loop.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The cabins did not park in time");
        }
    }

    public ValueTask DisposeAsync()
    {
        _run?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task LoopAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await cabins.MoveAsync(Random.Shared.Next(5, 50), ct);
                await WindAsync(ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogInformation("Last ride");
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await cabins.ParkAsync(patience.Token);
        }
    }

    private async Task WindAsync(CancellationToken ct)
    {
        while (Random.Shared.Next(100) > 95)
        {
            logger.LogWarning("Too much wind");
            await Task.Delay(TimeSpan.FromSeconds(30), ct);
        }
    }
}
