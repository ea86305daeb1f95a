namespace Harbour.Ferries;

public sealed record Departure(string Line, TimeOnly At, int Minutes);

public interface IFerryDelays
{
    Task<IReadOnlyList<Departure>> LoadAsync(CancellationToken cancellationToken);
}

public interface IBoardDisplay
{
    void Show(IReadOnlyList<Departure> departures);
    void Clear();
}

/// <summary>A dispatcher without tokens: disposing the timer lets WaitForNextTickAsync return false.</summary>
public sealed class BoardRefresher : IHostedService, IDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(15));
    private readonly IFerryDelays _delays;
    private readonly IBoardDisplay _display;
    private readonly ILogger<BoardRefresher> _logger;
    private Task _refreshing = Task.CompletedTask;

    public BoardRefresher(IFerryDelays delays, IBoardDisplay display, ILogger<BoardRefresher> logger)
    {
        _delays = delays;
        _display = display;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _refreshing = Task.Run(RefreshAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer.Dispose();
        try
        {
            await _refreshing.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        }
        catch (Exception e)
        {
            _logger.LogWarning(e, "The board is left as it is");
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task RefreshAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6));
            try
            {
                _display.Show(await _delays.LoadAsync(limit.Token));
            }
            catch (OperationCanceledException)
            {
                _logger.LogWarning("Delays were not loaded in time");
            }
            catch (Exception e)
            {
                _logger.LogWarning(e, "Delays are not known");
            }
        }

        _display.Clear();
    }
}

public static class FerryServices
{
    public static IServiceCollection AddFerryBoard<TDelays, TDisplay>(this IServiceCollection services)
        where TDelays : class, IFerryDelays
        where TDisplay : class, IBoardDisplay
    {
        services.AddSingleton<IFerryDelays, TDelays>();
        services.AddSingleton<IBoardDisplay, TDisplay>();
        return services.AddHostedService<BoardRefresher>();
    }
}
