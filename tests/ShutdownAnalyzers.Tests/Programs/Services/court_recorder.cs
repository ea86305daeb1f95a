using System.Diagnostics;

namespace Court.Recorder;

public sealed class CourtRecorder(IConfiguration configuration, ILogger<CourtRecorder> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var code = await RecordAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
                return;

            logger.LogWarning("ffmpeg ended with {Code}, it starts again", code);
            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
        }
    }

    private async Task<int> RecordAsync(CancellationToken stop)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in configuration.GetSection("Recorder:Arguments").Get<string[]>() ?? [])
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start) ?? throw new InvalidOperationException("ffmpeg does not start");
        try
        {
            await process.WaitForExitAsync(stop);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await QuitAsync(process);
            return 0;
        }
    }

    private async Task QuitAsync(Process process)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        try
        {
            await process.StandardInput.WriteAsync("q".AsMemory(), patience.Token);
            await process.StandardInput.FlushAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            logger.LogWarning("ffmpeg is killed");
            process.Kill(entireProcessTree: true);
        }
    }
}
