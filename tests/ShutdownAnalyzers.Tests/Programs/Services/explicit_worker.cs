namespace Billing.Dunning;

public interface IDunningRun
{
    Task RunAsync(DateOnly day, CancellationToken ct);
}

internal sealed class DunningService : IHostedService
{
    private readonly CancellationTokenSource _ending = new();
    private readonly IServiceProvider _services;
    private readonly ILogger<DunningService> _logger;
    private Task? _loop;

    public DunningService(IServiceProvider services, ILogger<DunningService> logger)
    {
        _services = services;
        _logger = logger;
    }

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        if (_loop is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LoopAsync()
    {
        var token = _ending.Token;
        var last = DateOnly.MinValue;
        while (!token.IsCancellationRequested)
        {
            var today = DateOnly.FromDateTime(DateTime.Today);
            if (today > last && DateTime.Now.Hour >= 6)
            {
                last = today;
                await RunDayAsync(today, token);
            }

            await Task.Delay(TimeSpan.FromMinutes(5), token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunDayAsync(DateOnly day, CancellationToken token)
    {
        await using var scope = _services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<IDunningRun>().RunAsync(day, token);
        }
        catch (Exception ex) when (!token.IsCancellationRequested)
        {
            _logger.LogError(ex, "The run of {Day} failed", day);
        }
    }
}
