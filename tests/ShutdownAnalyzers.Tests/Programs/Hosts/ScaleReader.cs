var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IScale, FakeScale>();
builder.Services.AddHostedService<ScaleReader>();
builder.Services.AddHostedService(sp => new GateLamp("north", sp.GetRequiredService<ILogger<GateLamp>>()));
builder.Services.AddHostedService(sp => new GateLamp("south", sp.GetRequiredService<ILogger<GateLamp>>())); //! HAZARD second SHUT214

await builder.Build().RunAsync();

public interface IScale
{
    Task<double> WeighAsync();
}

public sealed class FakeScale : IScale
{
    public Task<double> WeighAsync() => Task.FromResult(Random.Shared.NextDouble() * 100);
}

public sealed class ScaleReader(IScale scale, ILogger<ScaleReader> logger) : IHostedService
{
    private Timer? _timer;
    private double _total;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(OnTick, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose(); //! HAZARD tick SHUT209
        return Task.CompletedTask;
    }

    private async void OnTick(object? state)
    {
        try
        {
            _total += await scale.WeighAsync();
            await File.WriteAllTextAsync("total.txt", _total.ToString("F3"));
        }
        catch (IOException ex)
        {
            logger.LogError(ex, "Total {Total} not written", _total);
        }
    }
}

public sealed class GateLamp(string gate, ILogger<GateLamp> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => SwitchAsync("green", cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => SwitchAsync("red", cancellationToken);

    private Task SwitchAsync(string colour, CancellationToken cancellationToken)
    {
        logger.LogInformation("{Gate} shows {Colour}", gate, colour);
        return File.WriteAllTextAsync($"{gate}.lamp", colour, cancellationToken);
    }
}
