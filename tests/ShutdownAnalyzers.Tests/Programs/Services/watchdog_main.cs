using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Embedded.Watchdog;

internal sealed record Probe(string Name, Uri Address, int Limit)
{
    public int Failures { get; set; }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var probes = args.Select((a, i) => new Probe($"probe-{i}", new Uri(a), 3)).ToList();
        if (probes.Count == 0) return 64;

        using var stop = new CancellationTokenSource();
        var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Leave(context, stop)); //! HAZARD local SHUT506
        var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Leave(context, stop)); //! HAZARD local SHUT506
        Console.WriteLine($"watching {probes.Count} services");

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(4) };
        try
        {
            while (true)
            {
                foreach (var probe in probes)
                    await CheckAsync(http, probe, stop.Token);

                if (probes.Find(p => p.Failures >= p.Limit) is { } broken)
                {
                    Console.Error.WriteLine($"{broken.Name} is broken");
                    return 1;
                }

                await Task.Delay(TimeSpan.FromSeconds(10), stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("watchdog sleeps");
            return 0;
        }
    }

    private static void Leave(PosixSignalContext context, CancellationTokenSource stop)
    {
        context.Cancel = true;
        stop.Cancel();
    }

    private static async Task CheckAsync(HttpClient http, Probe probe, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await http.GetAsync(probe.Address, ct);
            probe.Failures = response.IsSuccessStatusCode ? 0 : probe.Failures + 1;
            Console.WriteLine($"{probe.Name}: {(int)response.StatusCode} in {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            probe.Failures++;
            Console.Error.WriteLine($"{probe.Name}: {ex.Message}");
        }
    }
}
