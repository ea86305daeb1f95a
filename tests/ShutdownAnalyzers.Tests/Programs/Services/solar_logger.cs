using System.Runtime.InteropServices;

namespace Energy.SolarLogger;

internal sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _term;
    private readonly PosixSignalRegistration? _hangup;

    public Termination()
    {
        _term = Watch(PosixSignal.SIGTERM);
        Interrupt = Watch(PosixSignal.SIGINT);
        if (!OperatingSystem.IsWindows()) _hangup = Watch(PosixSignal.SIGHUP);
    }

    public CancellationToken Token => _source.Token;

    private PosixSignalRegistration Interrupt { get; }

    public void Dispose()
    {
        _hangup?.Dispose();
        Interrupt.Dispose();
        _term.Dispose();
        _source.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        Console.Error.WriteLine($"{context.Signal}, finishing");
        _source.Cancel();
    });
}

internal sealed class Inverter(HttpClient http, Uri address)
{
    public async Task<double> WattsAsync(CancellationToken ct)
    {
        var text = await http.GetStringAsync(new Uri(address, "api/power"), ct);
        return double.TryParse(text, out var watts) ? watts : 0;
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var address, ..]) return 64;

        using var termination = new Termination();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await using var output = new StreamWriter("solar.csv", append: true);
        var inverter = new Inverter(http, new Uri(address));
        var energy = 0.0;

        while (!termination.Token.IsCancellationRequested)
        {
            try
            {
                var watts = await inverter.WattsAsync(termination.Token);
                energy += watts / 60;
                await output.WriteLineAsync($"{DateTimeOffset.Now:O};{watts:0};{energy:0.0}");
            }
            catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
            {
                if (!termination.Token.IsCancellationRequested) Console.Error.WriteLine(ex.Message);
            }

            await Task.Delay(TimeSpan.FromMinutes(1), termination.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Console.WriteLine($"{energy:0.0} Wh");
        return 0;
    }
}
