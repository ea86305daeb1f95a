using System.Threading.Channels;

namespace Harbour.Berths;

public sealed record BerthRequest(string Vessel, int LengthMetres, DateTimeOffset Eta);

public interface IBerthPlan
{
    Task AssignAsync(BerthRequest request, CancellationToken cancellationToken);
}

public interface IBerthDesk
{
    ValueTask<bool> SubmitAsync(BerthRequest request, CancellationToken cancellationToken);
}

internal sealed class BerthPlanner : IHostedService, IBerthDesk, IDisposable
{
    private const int Planners = 3;

    private readonly Channel<BerthRequest> _requests = Channel.CreateBounded<BerthRequest>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _abort = new();
    private readonly IBerthPlan _plan;
    private readonly ILogger<BerthPlanner> _logger;
    private Task[] _workers = [];

    public BerthPlanner(IBerthPlan plan, ILogger<BerthPlanner> logger)
    {
        _plan = plan;
        _logger = logger;
    }

    public async ValueTask<bool> SubmitAsync(BerthRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _requests.Writer.WriteAsync(request, cancellationToken);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _workers = [.. Enumerable.Range(1, Planners).Select(number => Task.Run(() => PlanAsync(number), CancellationToken.None))];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _requests.Writer.TryComplete();
        var all = Task.WhenAll(_workers);
        try
        {
            await all.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("{Count} berth requests could not be placed in time", _requests.Reader.Count);
            await _abort.CancelAsync();
            await all.WaitAsync(TimeSpan.FromMilliseconds(500)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _abort.Dispose();

    private async Task PlanAsync(int number)
    {
        var abort = _abort.Token;
        while (await _requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_requests.Reader.TryRead(out var request))
            {
                if (abort.IsCancellationRequested)
                    return;

                try
                {
                    await _plan.AssignAsync(request, abort);
                }
                catch (Exception ex) when (!abort.IsCancellationRequested)
                {
                    _logger.LogError(ex, "Planner {Number} could not place {Vessel}", number, request.Vessel);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}

public static class BerthServices
{
    public static IServiceCollection AddBerthPlanning<TPlan>(this IServiceCollection services) where TPlan : class, IBerthPlan
    {
        services.AddSingleton<IBerthPlan, TPlan>();
        services.AddSingleton<BerthPlanner>();
        services.AddSingleton<IBerthDesk>(provider => provider.GetRequiredService<BerthPlanner>());
        services.AddHostedService(provider => provider.GetRequiredService<BerthPlanner>());
        return services;
    }
}
