using System.Runtime.InteropServices;

namespace Telco.Modem;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var quit = new CancellationTokenSource();
        WireSignals(quit);

        var device = args.FirstOrDefault() ?? "/dev/ttyUSB0";
        new Led("/sys/class/leds/modem/brightness").Blink();
        try
        {
            while (!quit.IsCancellationRequested)
            {
                var line = await ReadStatusAsync(device, quit.Token);
                Console.WriteLine($"{DateTime.UtcNow:O} {line}");
                await Task.Delay(TimeSpan.FromSeconds(30), quit.Token);
            }
        }
        catch (OperationCanceledException) when (quit.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("modem daemon leaves");
        }

        return 0;
    }

    private static void WireSignals(CancellationTokenSource quit)
    {
        Action<PosixSignalContext> handler = context =>
        {
            context.Cancel = true;
            quit.Cancel();
        };

        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP })
            PosixSignalRegistration.Create(signal, handler); //! HAZARD collected SHUT506
    }

    private static async Task<string> ReadStatusAsync(string device, CancellationToken ct)
    {
        if (!File.Exists(device)) return "no device";
        await using var stream = new FileStream(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 1, useAsync: true);
        await stream.WriteAsync("AT+CSQ\r"u8.ToArray(), ct);
        var buffer = new byte[128];
        var read = await stream.ReadAsync(buffer, ct);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, read).Trim();
    }
}

internal sealed class Led(string file)
{
    private bool _on;

    public void Blink()
    {
        ThreadStart work = Toggle;
        var thread = new Thread(work); //! HAZARD led SHUT509 SHUT101
        thread.Name = "led";
        thread.Start(); //! HAZARD led SHUT509 SHUT101
    }

    private void Toggle() //! HAZARD led SHUT509 SHUT101
    {
        while (true) //! HAZARD led SHUT101 SHUT509
        {
            _on = !_on;
            if (File.Exists(file)) File.WriteAllText(file, _on ? "1" : "0");
            Thread.Sleep(_on ? 100 : 900); //! HAZARD led SHUT101 SHUT509
        }
    }
}
