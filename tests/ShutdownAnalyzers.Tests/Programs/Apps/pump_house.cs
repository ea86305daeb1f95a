using System.Runtime.InteropServices;

namespace Water.PumpHouse;

public static class Program
{
    public static async Task<int> Main()
    {
        var stop = StopOnSignals();
        using var gauge = new Gauge("/sys/class/hwmon/hwmon0/in0_input");
        var exit = 0;

        while (!stop.IsCancellationRequested)
        {
            if (await gauge.ReadAsync() > 900) exit = 3;
            await Task.Delay(1_500, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await gauge.ParkAsync();
        return exit;
    }

    private static CancellationToken StopOnSignals() //! HAZARD registered SHUT506
    {
        var source = new CancellationTokenSource();
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGTERM, PosixSignal.SIGINT])
        {
            PosixSignalRegistration.Create(signal, context => //! HAZARD registered SHUT506
            {
                context.Cancel = true;
                source.Cancel();
            });
        }

        return source.Token;
    }
}

internal sealed class Gauge(string path) : IDisposable
{
    private readonly FileStream _file = File.OpenRead(path);

    public async Task<int> ReadAsync()
    {
        _file.Position = 0;
        using var reader = new StreamReader(_file, leaveOpen: true);
        return int.TryParse(await reader.ReadLineAsync(), out var value) ? value : 0;
    }

    public Task ParkAsync() => File.WriteAllTextAsync("/run/pump", "off");

    public void Dispose() => _file.Dispose();
}
