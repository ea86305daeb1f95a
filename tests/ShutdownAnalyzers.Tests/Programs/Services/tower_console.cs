namespace Airfield.Tower;

public interface IRunwayBoard
{
    void Clear(string runway);
    void Hold(string runway);
    IEnumerable<string> Waiting { get; }
}

/// <summary>Commands come over a pipe on standard input, one a line.</summary>
internal sealed class TowerConsole(IRunwayBoard board, ILogger<TowerConsole> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            var line = await Console.In.ReadLineAsync(stoppingToken); //! HAZARD stdin SHUT103
            if (line is null)
                break;

            switch (line.Split(' ', 2, StringSplitOptions.TrimEntries))
            {
                case ["clear", var runway]:
                    board.Clear(runway);
                    break;
                case ["hold", var runway]:
                    board.Hold(runway);
                    break;
                case ["list"]:
                    logger.LogInformation("Waiting: {Planes}", string.Join(", ", board.Waiting));
                    break;
                default:
                    logger.LogWarning("Unknown command {Line}", line);
                    break;
            }
        }
    }
}

internal sealed class RunwayBoard : IRunwayBoard
{
    private readonly SortedSet<string> _held = [];
    private readonly Lock _lock = new();

    public void Clear(string runway)
    {
        lock (_lock) _held.Remove(runway);
    }

    public void Hold(string runway)
    {
        lock (_lock) _held.Add(runway);
    }

    public IEnumerable<string> Waiting
    {
        get
        {
            lock (_lock) return [.. _held];
        }
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<IRunwayBoard, RunwayBoard>().AddHostedService<TowerConsole>();
        await builder.Build().RunAsync();
    }
}
