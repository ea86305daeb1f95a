using System.Runtime.InteropServices;

namespace River;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        await using var daemon = new RiverDaemon(args.ElementAtOrDefault(0) ?? "river.csv");
        return await daemon.RunAsync();
    }
}

/// <summary>Holds everything that must live as long as the process: the signal registrations, the source and the file.</summary>
internal sealed class RiverDaemon : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private readonly StreamWriter _file;
    private double _level = 1.8;

    public RiverDaemon(string path)
    {
        _file = new StreamWriter(path, append: true);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    }

    public async Task<int> RunAsync()
    {
        var failures = 0;
        while (failures < 10)
        {
            try
            {
                await MeasureAsync();
                failures = 0;
                await Task.Delay(TimeSpan.FromMinutes(1), _end.Token);
            }
            catch (IOException e)
            {
                failures++;
                Console.Error.WriteLine(e.Message);
                if (_end.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(5))) return 0;
            }
            catch (OperationCanceledException)
            {
                return 0;
            }
        }

        return 1;
    }

    public async ValueTask DisposeAsync()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        await _file.DisposeAsync();
        _end.Dispose();
    }

    private async Task MeasureAsync()
    {
        _level = Math.Clamp(_level + (Random.Shared.NextDouble() - 0.5) / 20, 0, 9);
        await _file.WriteLineAsync(FormattableString.Invariant($"{DateTime.UtcNow:O};{_level:F3}"));
        await _file.FlushAsync(_end.Token);
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _end.Cancel();
    }
}
