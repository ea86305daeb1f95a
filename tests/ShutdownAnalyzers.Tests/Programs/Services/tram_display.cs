using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using StackExchange.Redis;

namespace Tram.Display;

public interface IPanel
{
    void Show(string stop, string text);
}

public sealed class DepartureHub : IHostedService
{
    private readonly HubConnection _hub; //! HAZARD hub SHUT704 SHUT205
    private readonly IPanel _panel;

    public DepartureHub(IPanel panel, IConfiguration configuration)
    {
        _panel = panel;
        _hub = new HubConnectionBuilder() //! HAZARD hub SHUT704 SHUT205
            .WithUrl(configuration["Departures:Hub"] ?? "http://departures.internal/hub")
            .WithAutomaticReconnect()
            .Build();
        _hub.On<string, string>("departure", _panel.Show);
    }

    public async Task StartAsync(CancellationToken cancellationToken) => await _hub.StartAsync(cancellationToken); //! HAZARD hub SHUT704 SHUT205

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _panel.Show("*", "out of service");
        return Task.CompletedTask;
    }
}

public static class TramModule
{
    public static IServiceCollection AddTram<TPanel>(this IServiceCollection services, string redis, string database) where TPanel : class, IPanel
    {
        services.AddSingleton<IPanel, TPanel>();
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
        services.AddSingleton(NpgsqlDataSource.Create(database)); //! HAZARD source SHUT701
        return services.AddHostedService<DepartureHub>();
    }
}
