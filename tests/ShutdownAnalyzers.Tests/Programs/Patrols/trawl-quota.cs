using System.Threading.Channels;

namespace Fishery.Quota;

public sealed record Haul(string Vessel, string Species, int Kilograms);

public interface IQuotaOffice
{
    Task<int> RemainingAsync(string species, CancellationToken cancellationToken);
    Task BookAsync(Haul haul);
}

public sealed class QuotaCache
{
    private volatile IReadOnlyDictionary<string, int> _remaining = new Dictionary<string, int>();

    public int Of(string species) => _remaining.GetValueOrDefault(species);

    public void Replace(IReadOnlyDictionary<string, int> remaining) => _remaining = remaining;
}

public sealed class QuotaRefresher : BackgroundService
{
    private static readonly string[] Species = ["cod", "herring", "saithe", "haddock"];

    private readonly CancellationTokenSource _closing = new(); //! HAZARD source SHUT110
    private readonly IQuotaOffice _office;
    private readonly QuotaCache _cache;
    private readonly ILogger<QuotaRefresher> _logger;

    public QuotaRefresher(IQuotaOffice office, QuotaCache cache, ILogger<QuotaRefresher> logger) =>
        (_office, _cache, _logger) = (office, cache, logger);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RefreshAsync(TimeSpan.FromMinutes(3), _closing.Token); //! HAZARD source SHUT110

    public override void Dispose()
    {
        _closing.Dispose();
        base.Dispose();
    }

    private async Task RefreshAsync(TimeSpan every, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                var remaining = new Dictionary<string, int>();
                foreach (var species in Species)
                    remaining[species] = await _office.RemainingAsync(species, closing);
                _cache.Replace(remaining);
            }
            catch (HttpRequestException ex)
            {
                _logger.LogWarning(ex, "Quota office not reachable");
            }

            await Task.Delay(every, closing);
        }
    }
}

public sealed class HaulBooking(IQuotaOffice office, QuotaCache cache, ILogger<HaulBooking> logger) : IHostedService
{
    private readonly Channel<Haul> _hauls = Channel.CreateUnbounded<Haul>(new UnboundedChannelOptions { SingleReader = true });
    private Task _booking = Task.CompletedTask;

    public bool TryBook(Haul haul) => haul.Kilograms <= cache.Of(haul.Species) && _hauls.Writer.TryWrite(haul);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _booking = BookAllAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD deadline SHUT210
    {
        _hauls.Writer.TryComplete();
        await _booking; //! HAZARD deadline SHUT210
        logger.LogInformation("All hauls booked");
    }

    private async Task BookAllAsync()
    {
        await foreach (var haul in _hauls.Reader.ReadAllAsync())
        {
            try
            {
                await office.BookAsync(haul);
            }
            catch (HttpRequestException ex)
            {
                logger.LogError(ex, "{Kilograms} kg {Species} of {Vessel} must be booked by hand", haul.Kilograms, haul.Species, haul.Vessel);
            }
        }
    }
}
