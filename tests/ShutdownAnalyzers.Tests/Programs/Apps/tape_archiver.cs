using System.Runtime.InteropServices;

namespace Archive.Tape;

internal static class Program
{
    private static readonly CancellationTokenSource Stop = new();

    private static async Task<int> Main(string[] args)
    {
        var pending = args.Length > 0 ? args[0] : "/var/spool/tape";
        Watch(PosixSignal.SIGINT); //! HAZARD signals SHUT506
        Watch(PosixSignal.SIGTERM); //! HAZARD signals SHUT506

        try
        {
            while (!Stop.IsCancellationRequested)
            {
                foreach (var file in Directory.EnumerateFiles(pending, "*.tar"))
                    await ArchiveAsync(file);

                await Task.Delay(TimeSpan.FromMinutes(10), Stop.Token);
            }
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
        }

        return 0;
    }

    private static void Watch(PosixSignal signal) => //! HAZARD signals SHUT506
        _ = PosixSignalRegistration.Create(signal, static context => //! HAZARD signals SHUT506
        {
            context.Cancel = true;
            Stop.Cancel();
        });

    private static async Task ArchiveAsync(string file)
    {
        await using (var source = File.OpenRead(file))
        await using (var target = File.Create(Path.ChangeExtension(file, ".lto")))
            await source.CopyToAsync(target);

        File.Delete(file);
    }
}
