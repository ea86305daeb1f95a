namespace Hospital.Monitor;

public interface IVitalSigns
{
    Task<(int Pulse, int Oxygen)> ReadAsync(string bed, CancellationToken ct);
}

public interface INurseCall
{
    Task CallAsync(string bed, string reason);
}

public static class StopExtensions
{
    public static async Task<bool> EndsBeforeAsync(this Task task, CancellationToken deadline)
    {
        try
        {
            await task.WaitAsync(deadline);
            return true;
        }
        catch (Exception)
        {
            return task.IsCompleted;
        }
    }
}

public sealed class PatientMonitor(IVitalSigns signs, INurseCall nurses, IConfiguration configuration, ILogger<PatientMonitor> logger) : IHostedService
{
    private readonly string[] _beds = configuration.GetSection("Beds").Get<string[]>() ?? [];
    private readonly CancellationTokenSource _off = new();
    private Task _watch = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = Task.WhenAll(_beds.Select(bed => WatchAsync(bed, _off.Token)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _off.CancelAsync();
        if (!await _watch.EndsBeforeAsync(cancellationToken))
            logger.LogWarning("Some beds are still being read");
    }

    private async Task WatchAsync(string bed, CancellationToken off)
    {
        var bad = 0;
        while (!off.IsCancellationRequested)
        {
            try
            {
                var (pulse, oxygen) = await signs.ReadAsync(bed, off);
                bad = pulse is < 40 or > 140 || oxygen < 90 ? bad + 1 : 0;
                if (bad == 3) await nurses.CallAsync(bed, $"pulse {pulse}, oxygen {oxygen}");

                await Task.Delay(TimeSpan.FromSeconds(2), off);
            }
            catch (OperationCanceledException) when (off.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Bed {Bed} cannot be read", bed);
                await nurses.CallAsync(bed, "monitor lost");
                await Task.Delay(TimeSpan.FromSeconds(5), off).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
