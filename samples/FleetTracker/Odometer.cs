namespace FleetTracker;

/// <summary>Counts the kilometres of the fleet.</summary>
public sealed class Odometer(PositionStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var book = new StreamWriter("odometer.txt", append: true);
        try
        {
            while (true)
            {
                await book.WriteLineAsync($"{DateTime.UtcNow:O} {store.All().Count}");
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
        finally
        {
            await book.FlushAsync(stoppingToken); // SHUT108
        }
    }
}
