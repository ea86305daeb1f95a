using System.IO.Pipes;

namespace Desktop.Pipes;

public interface IRequestRouter
{
    Task<string> RouteAsync(string request, CancellationToken cancellationToken);
}

public sealed class PipeServer(IRequestRouter router, ILogger<PipeServer> logger) : BackgroundService
{
    private const int Instances = 3;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var instances = new Task[Instances];
        for (var i = 0; i < instances.Length; i++) instances[i] = ServeAsync(i, stoppingToken);
        return Task.WhenAll(instances);
    }

    private async Task ServeAsync(int instance, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var pipe = new NamedPipeServerStream("desktop-agent", PipeDirection.InOut, Instances, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
            await pipe.WaitForConnectionAsync(stop);
            try
            {
                using var reader = new StreamReader(pipe, leaveOpen: true);
                await using var writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true };
                while (await reader.ReadLineAsync(stop) is { Length: > 0 } request)
                    await writer.WriteLineAsync(await router.RouteAsync(request, stop));
            }
            catch (IOException e)
            {
                logger.LogDebug(e, "Instance {Instance} lost its client", instance);
            }
        }
    }
}
