using System.Runtime.InteropServices;

namespace Config.Daemon;

/// <summary>SIGHUP reads the configuration again, SIGTERM and SIGINT end the daemon.</summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly SemaphoreSlim _reload = new(0);
    private readonly CancellationTokenSource _end = new();

    public Signals()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnEnd),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnEnd),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnReload),
        ];
    }

    public CancellationToken End => _end.Token;

    public Task ReloadAsync() => _reload.WaitAsync(_end.Token);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _end.Dispose();
        _reload.Dispose();
    }

    private void OnEnd(PosixSignalContext context)
    {
        context.Cancel = true;
        _end.Cancel();
    }

    private void OnReload(PosixSignalContext context)
    {
        context.Cancel = true;
        _reload.Release();
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var signals = new Signals();
        var path = args.ElementAtOrDefault(0) ?? "/etc/config-daemon.conf";
        var settings = await ReadAsync(path);
        try
        {
            while (true)
            {
                Console.WriteLine($"{settings.Count} settings");
                await signals.ReloadAsync();
                settings = await ReadAsync(path);
            }
        }
        catch (OperationCanceledException) when (signals.End.IsCancellationRequested)
        {
            Console.WriteLine("bye");
            return 0;
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(string path)
    {
        var settings = new Dictionary<string, string>();
        foreach (var line in await File.ReadAllLinesAsync(path))
        {
            if (line.Split('=', 2) is [var key, var value])
                settings[key.Trim()] = value.Trim();
        }

        return settings;
    }
}
