using System.IO.Pipes;

namespace Agent.Control;

public interface IControlCommands
{
    string Run(string command);
}

/// <summary>One client at a time; the admin tool talks to it.</summary>
public sealed class ControlPipe(IControlCommands commands, ILogger<ControlPipe> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var pipe = new NamedPipeServerStream("agent-control", PipeDirection.InOut, 1,
                PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
            try
            {
                await pipe.WaitForConnectionAsync(stoppingToken);
                await TalkAsync(pipe, stoppingToken);
            }
            catch (IOException ex)
            {
                logger.LogDebug(ex, "The admin tool hung up");
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug("The admin tool was silent for too long");
            }
        }
    }

    private async Task TalkAsync(Stream pipe, CancellationToken stop)
    {
        using var reader = new StreamReader(pipe, leaveOpen: true);
        await using var writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true };
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
            silence.CancelAfter(TimeSpan.FromMinutes(1));
            if (await reader.ReadLineAsync(silence.Token) is not { Length: > 0 } line)
                return;

            await writer.WriteLineAsync(commands.Run(line).AsMemory(), silence.Token);
        }
    }
}
