using System.Threading.Channels;

namespace Lighthouse.Log;

public sealed record Sighting(string Vessel, double Bearing, DateTimeOffset At);

public interface IJournal
{
    Task WriteAsync(Sighting sighting);
    Task SignOffAsync(string keeper);
}

public interface ILamp
{
    Task SweepAsync(CancellationToken ct);
    Task ParkAsync();
}

public sealed class SightingQueue
{
    public Channel<Sighting> Channel { get; } = System.Threading.Channels.Channel.CreateUnbounded<Sighting>();
}

internal sealed class JournalWriter : BackgroundService
{
    private readonly SightingQueue _queue;
    private readonly IJournal _journal;
    private readonly ILogger<JournalWriter> _logger;

    public JournalWriter(SightingQueue queue, IJournal journal, ILogger<JournalWriter> logger)
    {
        _queue = queue;
        _journal = journal;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var sighting in _queue.Channel.Reader.ReadAllAsync(stoppingToken)) //! HAZARD drain SHUT112
        {
            _logger.LogDebug("{Vessel} at {Bearing:F0}", sighting.Vessel, sighting.Bearing);
            await _journal.WriteAsync(sighting);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Channel.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }
}

internal sealed class LampService(ILamp lamp, TimeProvider time, ILogger<LampService> logger) : BackgroundService
{
    private bool Dark => time.GetLocalNow().Hour is < 6 or >= 19;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await SweepUntilStoppedAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Lamp stops");
        }
    }

    private async Task SweepUntilStoppedAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested) //! HAZARD park SHUT107
        {
            if (Dark)
                await lamp.SweepAsync(ct); //! HAZARD park SHUT107

            await Task.Delay(TimeSpan.FromSeconds(5), time, ct); //! HAZARD park SHUT107
        }

        await lamp.ParkAsync(); //! HAZARD park SHUT107
    }
}

public static class LighthouseServices
{
    public static void AddLighthouse(this IServiceCollection services)
    {
        services.AddSingleton<SightingQueue>();
        services.AddHostedService<JournalWriter>();
        services.AddHostedService<LampService>();
    }
}
