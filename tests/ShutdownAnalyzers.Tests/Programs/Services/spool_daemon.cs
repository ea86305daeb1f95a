using System.Runtime.InteropServices;

namespace Spool.Daemon;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var directory = args.Length > 0 ? args[0] : "/var/spool/reports";
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);

        var spooler = new Spooler(directory);
        try
        {
            await spooler.RunAsync(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("spooler: asked to end");
        }
        finally
        {
            spooler.WriteState();
        }

        return 0;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}

internal sealed class Spooler
{
    private readonly string _directory;
    private int _done;

    public Spooler(string directory) => _directory = directory;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var file in Directory.EnumerateFiles(_directory, "*.job").Order())
            {
                cancellationToken.ThrowIfCancellationRequested();
                await PrintAsync(file, cancellationToken);
            }

            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        }
    }

    public void WriteState() => File.WriteAllText(Path.Combine(_directory, "state"), _done.ToString());

    private async Task PrintAsync(string file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        Console.WriteLine($"{Path.GetFileName(file)}: {text.Length} characters");
        File.Move(file, file + ".done", overwrite: true);
        _done++;
    }
}
