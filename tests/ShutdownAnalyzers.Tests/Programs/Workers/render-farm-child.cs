using System.Diagnostics;

namespace Render.Farm;

public interface IRenderJobs
{
    Task<string?> NextSceneAsync(CancellationToken cancellationToken);
    Task FinishedAsync(string scene, int exitCode);
}

public sealed class RenderNode(IRenderJobs jobs, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await jobs.NextSceneAsync(stoppingToken) is { } scene)
                await jobs.FinishedAsync(scene, await RenderAsync(scene, stoppingToken));
            else
                await Task.Delay(TimeSpan.FromSeconds(8), stoppingToken);
        }
    }

    private async Task<int> RenderAsync(string scene, CancellationToken stop)
    {
        using var process = new Process
        {
            StartInfo = new(configuration["Renderer"] ?? "blender", ["--background", scene]) { UseShellExecute = false },
        };

        process.Start();
        await using var kill = stop.Register(static p => Kill((Process)p!), process);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
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
