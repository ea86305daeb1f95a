namespace PrintShop;

/// <summary>Prints.</summary>
public sealed class Printer(JobQueue queue) : BackgroundService
{
    private readonly StreamWriter _port = new("printer.out");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (queue.TryTake(out var job))
            {
                await _port.WriteLineAsync($"{job!.File} x {job.Copies}");
            }
            else
            {
                await Task.Delay(500, stoppingToken);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _port.DisposeAsync();
    }
}
