using Microsoft.AspNetCore.SignalR.Client;

namespace League.Ticker;

public sealed record Goal(string Team, int Minute);

public interface ITickerStore
{
    Task AppendAsync(Goal goal);
}

public class MatchTicker : IHostedService
{
    private readonly ITickerStore _store;
    private readonly HubConnection _hub; //! HAZARD hub SHUT704
    private IDisposable? _goals;

    public MatchTicker(ITickerStore store, IConfiguration configuration)
    {
        _store = store;
        _hub = new HubConnectionBuilder() //! HAZARD hub SHUT704
            .WithUrl(configuration["League:Hub"] ?? "https://league.example/hub")
            .WithAutomaticReconnect()
            .Build();
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _goals = _hub.On<Goal>("goal", goal => _store.AppendAsync(goal));
        await _hub.StartAsync(cancellationToken); //! HAZARD hub SHUT704 SHUT205
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD hub SHUT704 SHUT205
    {
        _goals?.Dispose();
        return Task.CompletedTask;
    }
}
