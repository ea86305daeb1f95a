using System.Net.Http.Json;
using Polly;
using Polly.Retry;

namespace Rail.Freight;

public sealed record Wagon(string Number, string Load);

public sealed class FreightClient(HttpClient http)
{
    public Task<Wagon[]?> WagonsAsync(CancellationToken ct) => http.GetFromJsonAsync<Wagon[]>("wagons", ct);
}

public sealed class FreightSync(FreightClient client, ILogger<FreightSync> logger) : BackgroundService
{
    private readonly ResiliencePipeline _forever = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            MaxDelay = TimeSpan.FromMinutes(1),
            ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<TaskCanceledException>(),
        })
        .Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wagons = await _forever.ExecuteAsync(
                static async (c, ct) => await c.WagonsAsync(ct) ?? [], client, stoppingToken);

            logger.LogInformation("{Count} wagons", wagons.Length);
            await Task.Delay(TimeSpan.FromMinutes(3), stoppingToken);
        }
    }
}

public static class FreightModule
{
    public static IServiceCollection AddFreight(this IServiceCollection services, Uri uri)
    {
        services.AddHttpClient<FreightClient>(c => c.BaseAddress = uri);
        return services.AddHostedService<FreightSync>();
    }
}
