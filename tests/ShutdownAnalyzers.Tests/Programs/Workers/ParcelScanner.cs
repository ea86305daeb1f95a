using Polly;
using Polly.Retry;

namespace Parcel.Scanners;

public interface IScanner
{
    ValueTask<string> ScanAsync(CancellationToken cancellationToken);
}

public interface IParcelRegistry
{
    ValueTask RegisterAsync(string code, CancellationToken cancellationToken);
}

public sealed class ParcelScanner(IScanner scanner, IParcelRegistry registry) : BackgroundService
{
    private static readonly ResiliencePipeline Forever = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromSeconds(3),
            ShouldHandle = static args => ValueTask.FromResult(args.Outcome.Exception is IOException or TimeoutException),
        })
        .Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var code = await Forever.ExecuteAsync(scanner.ScanAsync, stoppingToken);
            await Forever.ExecuteAsync(static (state, ct) => state.registry.RegisterAsync(state.code, ct), (registry, code), stoppingToken);
        }
    }
}
