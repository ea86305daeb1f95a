using System.Runtime.InteropServices;

namespace Clocks.Sync;

internal sealed class Shutdown : IDisposable
{
    private readonly CancellationTokenSource _cts = new();
    private PosixSignalRegistration? _term;
    private PosixSignalRegistration? _int;

    private Shutdown()
    {
    }

    public CancellationToken Token => _cts.Token;

    public static Shutdown Listen()
    {
        var shutdown = new Shutdown();
        shutdown._term = shutdown.Create(PosixSignal.SIGTERM);
        shutdown._int = shutdown.Create(PosixSignal.SIGINT);
        return shutdown;
    }

    private PosixSignalRegistration Create(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _cts.Cancel();
    });

    public void Dispose()
    {
        _term?.Dispose();
        _int?.Dispose();
        _cts.Dispose();
    }
}

internal static class Program
{
    private static int Main(string[] args)
    {
        using var shutdown = Shutdown.Listen();
        var drift = TimeSpan.Zero;
        while (!shutdown.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)))
        {
            drift += Measure();
            if (drift.Duration() > TimeSpan.FromSeconds(1)) Console.WriteLine($"drift {drift}");
        }

        return drift == TimeSpan.Zero ? 0 : 1;
    }

    private static TimeSpan Measure() => TimeSpan.FromTicks(Random.Shared.Next(-50, 50));
}
