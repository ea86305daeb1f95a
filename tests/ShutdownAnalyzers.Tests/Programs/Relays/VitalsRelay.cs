using System.Collections.Concurrent;

namespace Clinic.Vitals;

public sealed record VitalSign(string Bed, string Kind, double Value, DateTimeOffset At);

internal sealed class Arrivals : IDisposable
{
    private readonly ConcurrentQueue<VitalSign> _items = new();
    private readonly SemaphoreSlim _count = new(0);

    public void Add(VitalSign item)
    {
        _items.Enqueue(item);
        _count.Release();
    }

    public async Task<VitalSign> NextAsync()
    {
        await _count.WaitAsync(); //! HAZARD arrivals SHUT102 SHUT103
        _items.TryDequeue(out var item);
        return item!;
    }

    public bool TryNext(out VitalSign? item) => _items.TryDequeue(out item);

    public void Dispose() => _count.Dispose();
}

internal sealed class VitalsRelay(Arrivals arrivals, IHttpClientFactory clients, ILogger<VitalsRelay> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var http = clients.CreateClient("chart");

        while (!stoppingToken.IsCancellationRequested) //! HAZARD arrivals SHUT102
        {
            var sign = await arrivals.NextAsync(); //! HAZARD arrivals SHUT102 SHUT103
            try
            {
                using var response = await http.PostAsJsonAsync($"beds/{sign.Bed}/vitals", sign, stoppingToken);
                response.EnsureSuccessStatusCode();
            }
            catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
            {
                logger.LogWarning(ex, "Chart refused {Kind} of bed {Bed}", sign.Kind, sign.Bed);
            }
        }

        while (arrivals.TryNext(out var left))
            logger.LogInformation("Unsent at stop: {Bed} {Kind} {Value}", left!.Bed, left.Kind, left.Value);
    }
}

public interface IWardDirectory
{
    Task<IReadOnlyDictionary<string, string>> LoadAsync(CancellationToken cancellationToken);
}

public sealed class WardCache
{
    private volatile IReadOnlyDictionary<string, string> _beds = new Dictionary<string, string>();

    public string? PatientOf(string bed) => _beds.GetValueOrDefault(bed);

    public void Replace(IReadOnlyDictionary<string, string> beds) => _beds = beds;
}

public sealed class WardSync : IHostedService
{
    private readonly IWardDirectory _directory;
    private readonly WardCache _cache;
    private readonly ILogger<WardSync> _logger;
    private Task? _refreshing;

    public WardSync(IWardDirectory directory, WardCache cache, ILogger<WardSync> logger)
        => (_directory, _cache, _logger) = (directory, cache, logger);

    public Task StartAsync(CancellationToken cancellationToken) //! HAZARD ward SHUT206
    {
        _refreshing = RefreshAsync(cancellationToken); //! HAZARD ward SHUT206 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_refreshing is null)
            return;

        var first = await Task.WhenAny(_refreshing, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD ward SHUT206 SHUT208
        if (first != _refreshing)
            _logger.LogWarning("Ward directory refresh did not end in time");
    }

    private async Task RefreshAsync(CancellationToken token)
    {
        await Task.Yield();
        while (!token.IsCancellationRequested) //! HAZARD ward SHUT206
        {
            try
            {
                _cache.Replace(await _directory.LoadAsync(token));
            }
            catch (Exception ex) when (!token.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "Ward directory not available");
            }

            await Task.Delay(TimeSpan.FromMinutes(2), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD ward SHUT206
        }
    }
}

public static class VitalsModule
{
    public static WebApplicationBuilder AddVitals(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Arrivals>();
        builder.Services.AddSingleton<WardCache>();
        builder.Services.AddHttpClient("chart", c => c.BaseAddress = new Uri(builder.Configuration["Chart:Url"]!));
        builder.Services.AddHostedService<VitalsRelay>();
        builder.Services.AddHostedService<WardSync>();
        return builder;
    }

    public static void MapVitals(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/vitals", (VitalSign sign, Arrivals arrivals) =>
        {
            arrivals.Add(sign);
            return Results.Accepted();
        });
}
