var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IHammer, WoodenHammer>();
foreach (var name in builder.Configuration.GetSection("Rooms").Get<string[]>() ?? [])
    builder.Services.AddKeyedSingleton(name, new Room(name, 0));

builder.Services.AddHostedService(sp => new RoomClerk(new Room("paintings", 40), sp.GetRequiredService<IHammer>()));
builder.Services.AddHostedService(sp => new RoomClerk(new Room("furniture", 12), sp.GetRequiredService<IHammer>())); //! HAZARD second SHUT214
builder.Services.AddSingleton<IHostedService>(sp => new Bell(sp.GetRequiredService<IHammer>(), "front"));
builder.Services.AddSingleton<IHostedService>(sp => new Bell(sp.GetRequiredService<IHammer>(), "yard"));

await builder.Build().RunAsync();

public sealed record Room(string Name, int Lots);

public interface IHammer
{
    Task FallAsync(string room, CancellationToken ct);
}

public sealed class WoodenHammer(ILogger<WoodenHammer> logger) : IHammer
{
    public Task FallAsync(string room, CancellationToken ct)
    {
        logger.LogInformation("Sold in {Room}", room);
        return Task.CompletedTask;
    }
}

public sealed class RoomClerk(Room room, IHammer hammer) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var lot = 0; lot < room.Lots; lot++)
        {
            await hammer.FallAsync(room.Name, stoppingToken);
            await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
        }
    }
}

public sealed class Bell(IHammer hammer, string door) : IHostedService
{
    private readonly CancellationTokenSource _quiet = new();
    private Task? _ringing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ringing = RingAsync(_quiet.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _quiet.CancelAsync(); //! HAZARD once SHUT213
        if (_ringing is not null)
            await Task.WhenAny(_ringing, Task.Delay(Timeout.Infinite, cancellationToken));

        _quiet.Dispose(); //! HAZARD once SHUT213
    }

    private async Task RingAsync(CancellationToken ct)
    {
        do
        {
            await hammer.FallAsync(door, ct);
            await Task.Delay(TimeSpan.FromMinutes(30), ct);
        }
        while (!ct.IsCancellationRequested);
    }
}
