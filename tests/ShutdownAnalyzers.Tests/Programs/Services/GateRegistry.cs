namespace Airport.Gates;

public sealed record GateOptions
{
    public string Terminal { get; init; } = "A";
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);
}

public interface IGateBoard
{
    Task RefreshAsync(string terminal, CancellationToken ct);
}

public abstract class GateWorker(IGateBoard board, GateOptions options) : BackgroundService
{
    protected GateOptions Options => options;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await board.RefreshAsync(options.Terminal, stoppingToken);
            await Task.Delay(options.Poll, stoppingToken);
        }
    }
}

public sealed class GateWorker<TKind>(IGateBoard board, GateOptions options) : GateWorker(board, options);

public sealed class Arrivals;

public sealed class Departures;

public static class GateModule
{
    public static IServiceCollection AddGates<TBoard>(this IServiceCollection services, IConfiguration configuration)
        where TBoard : class, IGateBoard
    {
        services.AddSingleton<IGateBoard, TBoard>();

        // two closed types, so neither registration is taken for the other
        services.AddHostedService(sp => new GateWorker<Arrivals>(sp.GetRequiredService<IGateBoard>(), Bind("Arrivals")));
        services.AddHostedService(sp => new GateWorker<Departures>(sp.GetRequiredService<IGateBoard>(), Bind("Departures")));

        foreach (var remote in configuration.GetSection("Gates:Remote").GetChildren())
        {
            services.AddSingleton<IHostedService>(sp =>
                new GateWorker<string>(sp.GetRequiredService<IGateBoard>(), remote.Get<GateOptions>() ?? new GateOptions()));
        }

        return services;

        GateOptions Bind(string name) => configuration.GetSection($"Gates:{name}").Get<GateOptions>() ?? new GateOptions { Terminal = name };
    }
}
