using System.Diagnostics;
using System.Globalization;

namespace River.Gauges;

public sealed record Level(string Gauge, double Metres, DateTimeOffset At);

public interface ILevels
{
    void Put(Level level);
}

public sealed class GaugeReader(ILevels levels, IConfiguration configuration, ILogger<GaugeReader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = TimeSpan.FromSeconds(1);
        while (!stoppingToken.IsCancellationRequested)
        {
            var code = await RunToolAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                break;

            backoff = code == 0 ? TimeSpan.FromSeconds(1) : backoff * 2;
            logger.LogWarning("Decoder ended with {Code}, restart in {Backoff}", code, backoff);
            await Task.Delay(backoff, stoppingToken);
        }
    }

    private async Task<int> RunToolAsync(CancellationToken ct)
    {
        var start = new ProcessStartInfo(configuration["Decoder"] ?? "gauge-decode")
        {
            ArgumentList = { "--follow", "--format", "csv" },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };

        using var process = Process.Start(start) ?? throw new InvalidOperationException("No decoder.");
        await using var kill = ct.Register(static p => Kill((Process)p!), process);

        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (Parse(line) is { } level)
                levels.Put(level);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception ex) when (ex is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Debug.WriteLine("The decoder has ended by itself.");
        }
    }

    private static Level? Parse(string line) => line.Split(',') switch
    {
        [var gauge, var metres] when double.TryParse(metres, CultureInfo.InvariantCulture, out var value)
            => new(gauge, value, DateTimeOffset.UtcNow),
        _ => null,
    };
}

public sealed class FloodWarning(Func<Level?> highest, ILogger<FloodWarning> logger, IHostApplicationLifetime lifetime)
{
    public async Task WatchAsync()
    {
        var stopping = lifetime.ApplicationStopping;
        while (!stopping.IsCancellationRequested)
        {
            if (highest() is { Metres: > 4.5 } level)
                logger.LogCritical("{Gauge} at {Metres:F2} m", level.Gauge, level.Metres);

            try
            {
                await Task.Delay(TimeSpan.FromMinutes(1), stopping);
            }
            catch (TaskCanceledException)
            {
                return;
            }
        }
    }
}
