namespace Museum.Gates;

public interface IGateDevice
{
    Task<string> ScanAsync(int gate, CancellationToken ct);
    Task OpenAsync(int gate, CancellationToken ct);
}

public interface IVisitorCount
{
    Task AddAsync(int gate, IReadOnlyCollection<string> tickets, CancellationToken ct);
}

public sealed class GateReader(int hall, int[] gates, IGateDevice device, IVisitorCount counter, ILogger<GateReader> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Task> _readers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var gate in gates)
            _readers.Add(Task.Run(() => ReadAsync(gate, _closing.Token), CancellationToken.None));

        logger.LogInformation("Hall {Hall}: {Gates} gates open", hall, _readers.Count);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD nowait SHUT209
    {
        logger.LogInformation("Hall {Hall} closes", hall);
        await _closing.CancelAsync(); //! HAZARD nowait SHUT209
    }

    public void Dispose() => _closing.Dispose();

    private async Task ReadAsync(int gate, CancellationToken ct)
    {
        var tickets = new List<string>();
        try
        {
            while (!ct.IsCancellationRequested)
            {
                tickets.Add(await device.ScanAsync(gate, ct));
                await device.OpenAsync(gate, CancellationToken.None);
                if (tickets.Count < 25)
                    continue;

                await counter.AddAsync(gate, tickets, CancellationToken.None);
                tickets.Clear();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            logger.LogDebug("Gate {Gate} closed", gate);
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await counter.AddAsync(gate, tickets, limit.Token);
        }
    }
}

public static class GateServices
{
    public static IServiceCollection AddGates(this IServiceCollection services)
    {
        services.AddHostedService(sp => ForHall(sp, 1, [1, 2, 3])); //! HAZARD second SHUT214
        services.AddHostedService(sp => ForHall(sp, 2, [7, 8])); //! HAZARD second SHUT214
        return services;
    }

    private static GateReader ForHall(IServiceProvider services, int hall, int[] gates) => new(
        hall,
        gates,
        services.GetRequiredService<IGateDevice>(),
        services.GetRequiredService<IVisitorCount>(),
        services.GetRequiredService<ILogger<GateReader>>());
}
