using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Bank.Fx;

public sealed class FxOptions
{
    public const string Section = "Fx";
    public Uri Provider { get; init; } = new("https://rates.example/");
    public string[] Pairs { get; init; } = ["EURUSD", "EURGBP"];
}

public readonly record struct Quote(string Pair, decimal Bid, decimal Ask);

public sealed class RateBook
{
    private ImmutableDictionary<string, Quote> _quotes = ImmutableDictionary<string, Quote>.Empty;

    public Quote? this[string pair] => _quotes.TryGetValue(pair, out var quote) ? quote : null;

    public IEnumerable<Quote> All => Volatile.Read(ref _quotes).Values;

    public void Put(Quote quote) => ImmutableInterlocked.AddOrUpdate(ref _quotes, quote.Pair, quote, (_, _) => quote);
}

public sealed class RateClient(HttpClient http)
{
    public Task<Quote> QuoteAsync(string pair, CancellationToken cancellationToken) =>
        http.GetFromJsonAsync<Quote>($"spot/{pair}", cancellationToken);
}

public sealed class RateFeed(RateClient client, RateBook book, IOptions<FxOptions> options, ILogger<RateFeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(2));

        while (await pace.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var pair in options.Value.Pairs)
            {
                try
                {
                    book.Put(await client.QuoteAsync(pair, stoppingToken)); //! HAZARD feed SHUT106
                }
                catch (Exception ex) when (ex is not OperationCanceledException) //! HAZARD feed SHUT106
                {
                    logger.LogWarning(ex, "No quote for {Pair}", pair);
                }
            }
        }
    }
}

public interface IRateBus
{
    Task PublishAsync(IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken);
    Task LeaveAsync(CancellationToken cancellationToken);
}

public abstract class DeskWorker : BackgroundService
{
    protected DeskWorker(ILogger logger) => Logger = logger;

    protected ILogger Logger { get; }

    protected virtual Task OnStoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD desk SHUT201
    {
        Logger.LogInformation("{Worker} stops", GetType().Name);
        try
        {
            await OnStoppingAsync(cancellationToken); //! HAZARD desk SHUT201
        }
        catch (Exception ex)
        {
            Logger.LogWarning(ex, "{Worker} did not leave cleanly", GetType().Name);
        }
    }
}

public sealed class RatePublisher(RateBook book, IRateBus bus, ILogger<RatePublisher> logger) : DeskWorker(logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await bus.PublishAsync([.. book.All], stoppingToken);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                Logger.LogError(ex, "Rates were not published");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    protected override Task OnStoppingAsync(CancellationToken cancellationToken) => bus.LeaveAsync(cancellationToken);
}

public static class FxExtensions
{
    public static IServiceCollection AddFxDesk(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<FxOptions>(configuration.GetSection(FxOptions.Section));
        services.AddSingleton<RateBook>();
        services.AddHttpClient<RateClient>((sp, http) =>
        {
            http.BaseAddress = sp.GetRequiredService<IOptions<FxOptions>>().Value.Provider;
            http.Timeout = TimeSpan.FromSeconds(3);
        });
        services.AddHostedService<RatePublisher>();
        services.AddHostedService<RateFeed>();
        return services;
    }
}
