namespace Forecast.Nodes;

public sealed record Grid(int Columns, int Rows, float[] Pressure);

public interface IGridStore
{
    Task<Grid> LoadLatestAsync(CancellationToken cancellationToken);
    Task SaveAsync(Grid grid, CancellationToken cancellationToken);
}

public interface IUpstreamProbe
{
    Task<bool> HasBoundaryDataAsync();
}

public static class Solver
{
    public static Grid Advance(Grid grid)
    {
        var next = new float[grid.Pressure.Length];
        for (var i = 1; i < next.Length - 1; i++)
            next[i] = (grid.Pressure[i - 1] + 2 * grid.Pressure[i] + grid.Pressure[i + 1]) / 4;
        return grid with { Pressure = next };
    }
}

public class ModelRunner : BackgroundService
{
    private readonly IGridStore _store;
    private readonly ILogger<ModelRunner> _logger;
    private Grid? _grid;

    public ModelRunner(IGridStore store, ILogger<ModelRunner> logger)
    {
        _store = store;
        _logger = logger;
    }

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        _grid = await _store.LoadLatestAsync(cancellationToken);
        _logger.LogInformation("Model starts on {Columns} x {Rows}", _grid.Columns, _grid.Rows);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_grid is not { } grid) return;

        var step = 0;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                grid = Solver.Advance(grid);
                if (++step % 60 == 0) await _store.SaveAsync(grid, CancellationToken.None);
                await Task.Yield();
            }
        }
        finally
        {
            await _store.SaveAsync(grid, CancellationToken.None);
        }
    }
}

public class UpstreamGate : IHostedService
{
    private readonly IUpstreamProbe _probe;
    private readonly ILogger<UpstreamGate> _logger;

    public UpstreamGate(IUpstreamProbe probe, ILogger<UpstreamGate> logger)
    {
        _probe = probe;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var attempt = 0;
        while (!await IsReadyAsync()) //! HAZARD gate SHUT207 SHUT101
        {
            _logger.LogInformation("Boundary data is not there yet ({Attempt})", ++attempt);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, attempt * 5))); //! HAZARD gate SHUT207 SHUT102
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return await _probe.HasBoundaryDataAsync();
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

public static class ForecastServices
{
    public static IHostBuilder UseForecast(this IHostBuilder host) => host.ConfigureServices((_, services) =>
    {
        services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = TimeSpan.FromSeconds(20);
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD zombie SHUT216
        });
        services.AddHostedService<UpstreamGate>();
        services.AddHostedService<ModelRunner>();
    });
}
