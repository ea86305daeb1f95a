using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace Lab.Pipetting;

public sealed record Transfer(Guid Id, string From, string To, double Microlitres);

public interface IPipette
{
    Task MoveAsync(Transfer transfer, CancellationToken cancellationToken);
}

public sealed class PipetteQueue(IPipette pipette, IHostEnvironment environment, ILogger<PipetteQueue> logger) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly Channel<Transfer> _queue = Channel.CreateUnbounded<Transfer>();
    private readonly ConcurrentDictionary<Guid, Transfer> _open = new();

    private bool _loaded;

    private string Spill => Path.Combine(environment.ContentRootPath, "transfers.json");

    public bool TryAdd(Transfer transfer)
    {
        if (!_open.TryAdd(transfer.Id, transfer))
            return false;

        if (_queue.Writer.TryWrite(transfer))
            return true;

        _open.TryRemove(transfer.Id, out _);
        return false;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Spill))
        {
            var left = JsonSerializer.Deserialize<Transfer[]>(await File.ReadAllTextAsync(Spill, CancellationToken.None)) ?? [];
            foreach (var transfer in left)
                TryAdd(transfer);
            logger.LogInformation("{Count} transfers taken over", left.Length);
        }

        _loaded = true;
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await base.StopAsync(cancellationToken);
        }
        finally
        {
            if (_loaded)
            {
                var left = _open.Values.ToArray();
                File.WriteAllText(Spill, JsonSerializer.Serialize(left));
                logger.LogInformation("{Count} transfers left for the next start", left.Length);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var transfer in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            using var limit = new CancellationTokenSource(Longest);
            try
            {
                await pipette.MoveAsync(transfer, limit.Token);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "{From} to {To} failed", transfer.From, transfer.To);
            }

            _open.TryRemove(transfer.Id, out _);
        }
    }
}

public static class PipetteEndpoints
{
    public static WebApplicationBuilder AddPipetting<TPipette>(this WebApplicationBuilder builder) where TPipette : class, IPipette
    {
        builder.Services.AddSingleton<IPipette, TPipette>();
        builder.Services.AddSingleton<PipetteQueue>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PipetteQueue>());
        return builder;
    }

    public static void MapPipetting(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/transfers", (Transfer transfer, PipetteQueue queue) =>
            queue.TryAdd(transfer) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
}
