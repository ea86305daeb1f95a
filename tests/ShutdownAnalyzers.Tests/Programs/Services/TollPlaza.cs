namespace Road.Toll;

public interface ILane
{
    Task<string?> PlateAsync(CancellationToken ct);
    Task OpenAsync(string plate);
}

public interface IAccountBook
{
    Task<bool> ChargeAsync(string plate, decimal amount, CancellationToken ct);
}

public sealed class TollOptions
{
    public decimal Price { get; set; } = 2.40m;
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(30);
}

public sealed class TollPlaza : BackgroundService
{
    private readonly ILane _lane;
    private readonly IAccountBook _book;
    private readonly TollOptions _options;
    private readonly IHostApplicationLifetime _lifetime;

    public TollPlaza(ILane lane, IAccountBook book, Microsoft.Extensions.Options.IOptions<TollOptions> options, IHostApplicationLifetime lifetime)
        => (_lane, _book, _options, _lifetime) = (lane, book, options.Value, lifetime);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var plate = await _lane.PlateAsync(stoppingToken);
            if (plate is null)
            {
                await RestAsync();
                continue;
            }

            if (await _book.ChargeAsync(plate, _options.Price, stoppingToken))
                await _lane.OpenAsync(plate);
        }
    }

    private Task RestAsync() => Task.Delay(_options.Pause, _lifetime.ApplicationStarted); //! HAZARD rest SHUT102
}

public sealed class TollReport(IAccountBook book, IHostApplicationLifetime lifetime, ILogger<TollReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hour = new PeriodicTimer(TimeSpan.FromHours(1));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        while (await hour.WaitForNextTickAsync(either.Token))
            logger.LogInformation("Test charge: {Ok}", await book.ChargeAsync("TEST", 0m, either.Token));
    }
}
