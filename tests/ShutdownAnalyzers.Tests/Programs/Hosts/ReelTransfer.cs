using System.Diagnostics;

namespace FilmArchive.Transfer;

public sealed class ReelTransfer(IConfiguration configuration, ILogger<ReelTransfer> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var reel = Directory.EnumerateFiles("/reels/in", "*.mov").Order().FirstOrDefault();
            if (reel is null)
            {
                logger.LogDebug("Nothing to transfer");
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
                continue;
            }

            await TranscodeAsync(reel, stoppingToken);
        }
    }

    private async Task TranscodeAsync(string reel, CancellationToken ct)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(configuration["Transcoder"] ?? "ffmpeg")
            {
                ArgumentList = { "-i", reel, Path.ChangeExtension(reel, ".mkv") },
                RedirectStandardError = true,
            },
        };
        process.Start();
        logger.LogInformation("Transcoding {Reel}", reel);
        await using var kill = ct.Register(static state => Kill((Process)state!), process);

        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
            logger.LogTrace("{Line}", line);

        await process.WaitForExitAsync(CancellationToken.None);
        if (ct.IsCancellationRequested)
        {
            File.Delete(Path.ChangeExtension(reel, ".mkv"));
            return;
        }

        File.Move(reel, Path.Combine("/reels/done", Path.GetFileName(reel)), overwrite: true);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
        }
    }
}
