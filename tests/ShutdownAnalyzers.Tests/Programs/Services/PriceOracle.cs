using Microsoft.AspNetCore.SignalR.Client;
using StackExchange.Redis;

namespace Crypto.Oracle;

public sealed record Tick(string Symbol, decimal Price);

public interface IPriceLedger
{
    Task AppendAsync(Tick tick, CancellationToken ct);
}

public sealed class PriceOracle : BackgroundService
{
    private readonly IPriceLedger _ledger;
    private readonly ILogger<PriceOracle> _logger;
    private readonly HubConnection _hub; //! HAZARD hub SHUT704
    private readonly string[] _symbols;

    public PriceOracle(IPriceLedger ledger, IConfiguration configuration, ILogger<PriceOracle> logger)
    {
        _ledger = ledger;
        _logger = logger;
        _symbols = configuration.GetSection("Oracle:Symbols").Get<string[]>() ?? ["BTC"];
        _hub = new HubConnectionBuilder() //! HAZARD hub SHUT704
            .WithUrl(configuration["Oracle:Hub"] ?? "http://prices:8080/hub")
            .WithAutomaticReconnect([TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)])
            .Build(); //! HAZARD hub SHUT704
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _hub.StartAsync(stoppingToken); //! HAZARD hub SHUT704
        _logger.LogInformation("Following {Symbols}", string.Join(',', _symbols));
        await Task.WhenAll(_symbols.Select(s => FollowAsync(s, stoppingToken)));
    }

    private async Task FollowAsync(string symbol, CancellationToken stop)
    {
        var last = 0m;
        await foreach (var price in _hub.StreamAsync<decimal>("Follow", symbol, stop))
        {
            if (price == last) continue;
            last = price;
            await _ledger.AppendAsync(new Tick(symbol, price), stop);
        }
    }
}

public sealed class RedisLedger : IPriceLedger
{
    private readonly ConnectionMultiplexer _redis; //! HAZARD redis SHUT704

    public RedisLedger(IConfiguration configuration)
        => _redis = ConnectionMultiplexer.Connect(configuration["Redis"] ?? "localhost"); //! HAZARD redis SHUT704

    public Task AppendAsync(Tick tick, CancellationToken ct)
        => _redis.GetDatabase().StreamAddAsync($"prices:{tick.Symbol}", "price", tick.Price.ToString(System.Globalization.CultureInfo.InvariantCulture)).WaitAsync(ct);
}

public static class OracleServices
{
    public static IServiceCollection AddOracle(this IServiceCollection services)
        => services.AddSingleton<IPriceLedger, RedisLedger>().AddHostedService<PriceOracle>(); //! HAZARD redis SHUT704
}
