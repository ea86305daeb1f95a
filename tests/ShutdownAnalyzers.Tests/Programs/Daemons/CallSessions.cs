using System.Collections.Concurrent;

namespace Telephony.Calls;

public interface ICallLeg
{
    Task HangUpAsync(string reason);
    Task WriteRecordAsync(CancellationToken cancellationToken);
}

public sealed class CallTable
{
    private readonly ConcurrentDictionary<Guid, ICallLeg> _legs = new();

    public Guid Open(ICallLeg leg)
    {
        var id = Guid.NewGuid();
        _legs[id] = leg;
        return id;
    }

    public bool Close(Guid id) => _legs.TryRemove(id, out _);

    public ICollection<ICallLeg> Legs => _legs.Values;

    public async Task HangUpAllAsync()
    {
        foreach (var leg in Legs)
            await leg.HangUpAsync("server restart");
    }
}

internal sealed class CallTerminator(CallTable calls) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken _) => calls.HangUpAllAsync(); //! HAZARD hangup SHUT210
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class BillingFlush : BackgroundService
{
    private readonly CallTable _calls;
    private readonly ILogger<BillingFlush> _logger;
    private Task _writing = Task.CompletedTask;

    public BillingFlush(CallTable calls, ILogger<BillingFlush> logger) => (_calls, _logger) = (calls, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(15), stoppingToken);
            if (_writing.IsCompleted)
                _writing = WriteAsync();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _writing.WaitAsync(cancellationToken); //! HAZARD escapes SHUT211
        _logger.LogInformation("Billing is on disk");
    }

    private async Task WriteAsync()
    {
        foreach (var leg in _calls.Legs)
        {
            try
            {
                await leg.WriteRecordAsync(CancellationToken.None);
            }
            catch (IOException e)
            {
                _logger.LogError(e, "A billing record could not be written");
            }
        }
    }
}

public static class CallServices
{
    public static IServiceCollection AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<CallTable>();
        services.AddHostedService<BillingFlush>();
        services.AddHostedService<CallTerminator>();
        return services;
    }
}
