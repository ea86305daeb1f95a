using System.Text.Json;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<CueSheet>();
builder.Services.AddHostedService<CueRunner>();
builder.Services.AddHostedService<StageClock>();

await using var app = builder.Build();
app.MapGet("/cues", (CueSheet sheet) => sheet.Cues);

await app.StartAsync();
app.Logger.LogInformation("House open");
await app.WaitForShutdownAsync();
await app.StopAsync();

public sealed record Cue(int Number, TimeSpan At, string Fixture, double Level);

public sealed class CueSheet(IConfiguration configuration)
{
    public IReadOnlyList<Cue> Cues { get; private set; } = [];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(configuration["Sheet"] ?? "cues.json");
        Cues = await JsonSerializer.DeserializeAsync<List<Cue>>(file, cancellationToken: cancellationToken) ?? [];
    }
}

public sealed class CueRunner(CueSheet sheet, ILogger<CueRunner> logger) : BackgroundService
{
    private readonly TimeProvider _time = TimeProvider.System;
    private long _curtain;

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        await sheet.LoadAsync(cancellationToken);
        _curtain = _time.GetTimestamp();
        logger.LogInformation("{Count} cues loaded", sheet.Cues.Count);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var cue in sheet.Cues.OrderBy(c => c.At))
        {
            var wait = cue.At - _time.GetElapsedTime(_curtain);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, stoppingToken);
            logger.LogInformation("Cue {Number}: {Fixture} to {Level:P0}", cue.Number, cue.Fixture, cue.Level);
        }
    }
}

public sealed class StageClock(ILogger<StageClock> logger) : IHostedService
{
    private readonly CancellationTokenSource _stop = new();
    private Task _ticking = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ticking = TickAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel(); //! HAZARD once SHUT213
        try
        {
            await _ticking.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogDebug("Clock stopped");
        }

        _stop.Dispose(); //! HAZARD once SHUT213
    }

    private async Task TickAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var seconds = 0;
        while (await timer.WaitForNextTickAsync(stop))
        {
            if (++seconds % 900 == 0)
                logger.LogInformation("{Minutes} min since the doors opened", seconds / 60);
        }
    }
}
