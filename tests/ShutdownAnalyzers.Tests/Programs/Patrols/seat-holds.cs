namespace Theatre.BoxOffice;

public sealed record SeatHold(Guid Id, string Seat, DateTimeOffset Expires);

public sealed class SeatClient(HttpClient http)
{
    public async Task<IReadOnlyList<SeatHold>> ExpiringAsync(CancellationToken cancellationToken) =>
        await http.GetFromJsonAsync<List<SeatHold>>("holds/expiring", cancellationToken) ?? [];

    public async Task<bool> ExtendAsync(SeatHold hold, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync($"holds/{hold.Id}/extend", new { minutes = 5 }, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    public async Task ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync($"holds/{id}", cancellationToken); //! HAZARD release SHUT108
        response.EnsureSuccessStatusCode();
    }
}

public sealed class HoldLedger
{
    private readonly HashSet<Guid> _held = [];

    public void Note(Guid id) => _held.Add(id);

    public void Forget(Guid id) => _held.Remove(id);

    public Guid[] Open() => [.. _held];
}

public sealed class SeatHoldKeeper(SeatClient client, ILogger<SeatHoldKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(45);
    private readonly HoldLedger _ledger = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Keeping seat holds alive");
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    foreach (var hold in await client.ExpiringAsync(stoppingToken))
                        await KeepAsync(hold, stoppingToken);

                    await Task.Delay(Pause, stoppingToken);
                }
                catch (TaskCanceledException) //! HAZARD silent SHUT105
                {
                    logger.LogInformation("Seat holds are no longer extended");
                    break;
                }
                catch (HttpRequestException ex)
                {
                    logger.LogWarning(ex, "Box office does not answer");
                    await Task.Delay(Pause, stoppingToken);
                }
            }
        }
        finally
        {
            foreach (var id in _ledger.Open())
                await LetGoAsync(id, stoppingToken); //! HAZARD release SHUT108
        }
    }

    private async Task KeepAsync(SeatHold hold, CancellationToken cancellationToken)
    {
        if (await client.ExtendAsync(hold, cancellationToken))
            _ledger.Note(hold.Id);
        else
            _ledger.Forget(hold.Id);
    }

    private async Task LetGoAsync(Guid id, CancellationToken cancellationToken)
    {
        await client.ReleaseAsync(id, cancellationToken); //! HAZARD release SHUT108
        _ledger.Forget(id);
    }
}

public static class BoxOffice
{
    public static void AddSeatHolds(this IServiceCollection services, Uri address)
    {
        services.AddSingleton(_ => new SeatClient(new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(8) }));
        services.AddHostedService<SeatHoldKeeper>();
    }
}
