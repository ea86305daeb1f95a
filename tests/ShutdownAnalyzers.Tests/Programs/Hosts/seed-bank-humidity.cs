namespace SeedBank.Vault;

public sealed record Sample(string Drawer, double Humidity, DateTimeOffset Taken);

public interface IHygrometer
{
    Task<Sample> MeasureAsync(string drawer, CancellationToken ct);
}

public interface IJournal
{
    ValueTask AppendAsync(Sample sample, CancellationToken ct);
    Task FlushAsync(CancellationToken ct);
}

public sealed class HumidityWatch(IHygrometer meter, IJournal journal, ILogger<HumidityWatch> log) : BackgroundService
{
    private readonly string[] _drawers = ["A1", "A2", "B1", "B7"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMinutes(5));
        while (true) //! HAZARD spin SHUT104 SHUT101
        {
            try
            {
                await ticks.WaitForNextTickAsync(stoppingToken); //! HAZARD spin SHUT104 SHUT101
                foreach (var drawer in _drawers)
                {
                    var sample = await meter.MeasureAsync(drawer, stoppingToken);
                    if (sample.Humidity > 15.0)
                        log.LogWarning("{Drawer} is damp: {Humidity}", drawer, sample.Humidity);
                }
            }
            catch (Exception ex) //! HAZARD spin SHUT104 SHUT101
            {
                log.LogError(ex, "Measurement failed");
            }
        }
    }
}

public sealed class JournalWriter(IHygrometer meter, IJournal journal) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var sample = await meter.MeasureAsync("C3", stoppingToken);
                await journal.AppendAsync(sample, stoppingToken);
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
        }
        finally
        {
            await journal.FlushAsync(stoppingToken); //! HAZARD flush SHUT108
        }
    }
}

public sealed class GerminationReport(IJournal journal) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await Task.Delay(TimeSpan.FromHours(12), stoppingToken);
        }
        catch (OperationCanceledException)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await journal.FlushAsync(limit.Token);
        }
    }
}
