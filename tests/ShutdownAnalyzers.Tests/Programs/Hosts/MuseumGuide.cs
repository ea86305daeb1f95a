using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace Museum.Guide;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var factory = Logging.Create(verbose: args.Contains("-v")); //! HAZARD logs SHUT603
        var logger = factory.CreateLogger("guide");

        using var cts = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

        using var http = new HttpClient { BaseAddress = new Uri("https://collection.museum.example/") };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("guide", "2.1"));

        var sync = new TourSync(http, factory.CreateLogger<TourSync>());
        await sync.RunAsync("tours", cts.Token);
        logger.LogInformation("{Count} tours on this device", sync.Count);
        return sync.Count > 0 ? 0 : 1;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            cts.Cancel();
        }
    }
}

internal static class Logging
{
    public static ILoggerFactory Create(bool verbose) => LoggerFactory.Create(logging => //! HAZARD logs SHUT603
    {
        logging.AddSimpleConsole(o => o.SingleLine = true);
        logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information);
    });
}

internal sealed record Tour(string Id, string Title, string[] Rooms);

internal sealed class TourSync(HttpClient http, ILogger<TourSync> logger)
{
    private readonly Dictionary<string, Tour> _tours = [];

    public int Count => _tours.Count;

    public async Task RunAsync(string resource, CancellationToken ct)
    {
        for (;;)
        {
            try
            {
                foreach (var tour in await http.GetFromJsonAsync<Tour[]>(resource, ct) ?? [])
                    _tours[tour.Id] = tour;

                logger.LogDebug("{Count} tours", _tours.Count);
                await Task.Delay(TimeSpan.FromMinutes(30), ct);
            }
            catch (OperationCanceledException) //! HAZARD silent SHUT105
            {
                break; //! HAZARD silent SHUT105
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "No collection today");
                await Task.Delay(TimeSpan.FromMinutes(5), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
