using System.Threading.Channels;

namespace Telecom.Handover;

public enum CellLoad { Free, Busy, Full }

public sealed record HandoverDecision(string Subscriber, string FromCell, string ToCell);

public interface IRadioNetwork
{
    Task<IReadOnlyDictionary<string, CellLoad>> LoadsAsync(CancellationToken cancellationToken);
    IEnumerable<HandoverDecision> Decide(IReadOnlyDictionary<string, CellLoad> loads);
}

public interface IDecisionArchive
{
    Task WriteAsync(HandoverDecision decision, CancellationToken cancellationToken);
}

public interface IDecisionSink
{
    bool Offer(HandoverDecision decision);
}

public abstract class SweepService : BackgroundService
{
    private readonly CancellationTokenSource _sweeping = new(); //! HAZARD sweep SHUT110

    protected CancellationToken Sweeping => _sweeping.Token; //! HAZARD sweep SHUT110

    protected abstract Task SweepOnceAsync(CancellationToken cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => SweepForeverAsync(TimeSpan.FromSeconds(5)); //! HAZARD sweep SHUT110 SHUT101

    private async Task SweepForeverAsync(TimeSpan pause) //! HAZARD sweep SHUT110 SHUT101
    {
        while (!Sweeping.IsCancellationRequested) //! HAZARD sweep SHUT110 SHUT101
        {
            await SweepOnceAsync(Sweeping);
            await Task.Delay(pause, Sweeping); //! HAZARD sweep SHUT110 SHUT102
        }
    }

    public override void Dispose()
    {
        _sweeping.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class HandoverSweep(IRadioNetwork network, IDecisionSink sink, ILogger<HandoverSweep> logger) : SweepService
{
    protected override async Task SweepOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var loads = await network.LoadsAsync(cancellationToken);
            foreach (var decision in network.Decide(loads))
            {
                if (!sink.Offer(decision))
                    logger.LogWarning("Decision for {Subscriber} not archived", decision.Subscriber);
            }
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "Radio network manager unreachable");
        }
    }
}

public sealed class DecisionWriter(IDecisionArchive archive, ILogger<DecisionWriter> logger) : IHostedService, IDecisionSink
{
    private readonly Channel<HandoverDecision> _decisions = Channel.CreateBounded<HandoverDecision>(10_000);
    private Task? _writer;

    public bool Offer(HandoverDecision decision) => _decisions.Writer.TryWrite(decision);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _writer = Task.Run(WriteDecisionsAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD writer SHUT208 SHUT210
    {
        logger.LogInformation("Waiting for {Count} decisions", _decisions.Reader.Count);
        if (_writer is { } writer)
            await writer; //! HAZARD writer SHUT208 SHUT210 SHUT601
    }

    private async Task WriteDecisionsAsync()
    {
        var reader = _decisions.Reader;
        while (await reader.WaitToReadAsync()) //! HAZARD writer SHUT208 SHUT601
        {
            while (reader.TryRead(out var decision))
            {
                try
                {
                    await archive.WriteAsync(decision, CancellationToken.None);
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Handover of {Subscriber} not archived", decision.Subscriber);
                }
            }
        }
    }
}

public static class HandoverServices
{
    public static IServiceCollection AddHandover(this IServiceCollection services)
    {
        services.AddSingleton<DecisionWriter>();
        services.AddSingleton<IDecisionSink>(sp => sp.GetRequiredService<DecisionWriter>());
        services.AddHostedService(sp => sp.GetRequiredService<DecisionWriter>());
        services.AddHostedService<HandoverSweep>();
        return services;
    }
}
