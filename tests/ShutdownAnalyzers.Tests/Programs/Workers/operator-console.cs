namespace Ops.Terminal;

public interface ICommandTable
{
    Task<string> RunAsync(string command, CancellationToken cancellationToken);
}

public sealed class OperatorConsole(ICommandTable commands, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var line = await ReadAsync(stoppingToken);
            switch (line?.Trim())
            {
                case null:
                    await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
                    return;
                case "":
                    continue;
                case "exit" or "quit":
                    lifetime.StopApplication();
                    return;
                case var command:
                    Console.WriteLine(await commands.RunAsync(command, stoppingToken));
                    break;
            }
        }
    }

    private static Task<string?> ReadAsync(CancellationToken ct) => Task.Run(Console.ReadLine, ct).WaitAsync(ct);
}
