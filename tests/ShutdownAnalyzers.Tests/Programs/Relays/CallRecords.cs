using System.Threading.Channels;

namespace Telecom.Mediation;

public sealed class CallRecord
{
    public string Caller { get; init; } = "";
    public string Callee { get; init; } = "";
    public TimeSpan Duration { get; init; }
}

public interface IExchange
{
    string Name { get; }
    Task<IReadOnlyList<CallRecord>> CollectAsync(CancellationToken cancellationToken);
}

public interface IBillingSystem
{
    Task ChargeAsync(CallRecord record);
}

public abstract class MediationLoop<TSource> : BackgroundService where TSource : class
{
    private readonly IReadOnlyList<TSource> _sources;

    protected MediationLoop(IEnumerable<TSource> sources, ILogger logger)
    {
        _sources = sources.ToList();
        Logger = logger;
    }

    protected ILogger Logger { get; }

    protected virtual TimeSpan Period => TimeSpan.FromSeconds(30);

    protected abstract Task VisitAsync(TSource source, CancellationToken cancellationToken);

    protected virtual void OnFailure(Exception exception) => Logger.LogError(exception, "{Loop} round failed", GetType().Name);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Period);
        while (true) //! HAZARD rounds SHUT104
        {
            try //! HAZARD rounds SHUT104
            {
                await ticks.WaitForNextTickAsync(stoppingToken); //! HAZARD rounds SHUT104
                foreach (var source in _sources)
                    await VisitAsync(source, stoppingToken);
            }
            catch (Exception ex) //! HAZARD rounds SHUT104
            {
                OnFailure(ex); //! HAZARD rounds SHUT104
            }
        }
    }
}

public sealed class CallRecordCollector : MediationLoop<IExchange>
{
    private readonly CallRecordSpool _spool;

    public CallRecordCollector(IEnumerable<IExchange> exchanges, CallRecordSpool spool, ILogger<CallRecordCollector> logger)
        : base(exchanges, logger)
    {
        _spool = spool;
    }

    protected override async Task VisitAsync(IExchange source, CancellationToken cancellationToken)
    {
        var records = await source.CollectAsync(cancellationToken);
        foreach (var record in records)
            _spool.Add(record);

        Logger.LogDebug("{Count} records from {Exchange}", records.Count, source.Name);
    }
}

public sealed class CallRecordSpool : IHostedService
{
    private readonly Channel<CallRecord> _records = Channel.CreateUnbounded<CallRecord>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IBillingSystem _billing;
    private readonly ILogger<CallRecordSpool> _logger;
    private Task? _charging;

    public CallRecordSpool(IBillingSystem billing, ILogger<CallRecordSpool> logger)
    {
        _billing = billing;
        _logger = logger;
    }

    public void Add(CallRecord record)
    {
        if (!_records.Writer.TryWrite(record))
            _logger.LogWarning("Record of {Caller} came too late", record.Caller);
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        _charging = ChargeAllAsync();
        return Task.CompletedTask;
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken) //! HAZARD spool SHUT210
    {
        _records.Writer.TryComplete();
        if (_charging is not null)
            await _charging; //! HAZARD spool SHUT210
    }

    private async Task ChargeAllAsync()
    {
        await foreach (var record in _records.Reader.ReadAllAsync())
        {
            try
            {
                await _billing.ChargeAsync(record);
            }
            catch (Exception ex)
            {
                _logger.LogError(ex, "Call {Caller} to {Callee} not charged", record.Caller, record.Callee);
            }
        }
    }
}

public static class MediationExtensions
{
    public static IServiceCollection AddMediation(this IServiceCollection services) => services
        .AddSingleton<CallRecordSpool>()
        .AddHostedService(sp => sp.GetRequiredService<CallRecordSpool>())
        .AddHostedService<CallRecordCollector>();
}
