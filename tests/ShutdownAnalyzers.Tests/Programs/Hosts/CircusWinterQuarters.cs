using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace Circus.Stables;

public sealed record StallReading(string Animal, double Celsius);

public interface IStallSensors
{
    ValueTask<StallReading> NextAsync(CancellationToken ct);
}

public sealed class StallHub(IStallSensors sensors) : Hub
{
    public async IAsyncEnumerable<StallReading> Watch(string animal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var reading = await sensors.NextAsync(cancellationToken);
            if (reading.Animal == animal)
                yield return reading;
        }
    }
}

public sealed class StallBroadcast : BackgroundService
{
    private readonly IHubContext<StallHub> _hub;
    private readonly IStallSensors _sensors;
    private readonly IServiceScopeFactory _scopes;

    public StallBroadcast(IHubContext<StallHub> hub, IStallSensors sensors, IServiceScopeFactory scopes)
        => (_hub, _sensors, _scopes) = (hub, sensors, scopes);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var urgent = new SemaphoreSlim(1, 1);
        var failures = 0;
        while (true)
        {
            await urgent.WaitAsync(stoppingToken);
            try
            {
                var reading = await _sensors.NextAsync(stoppingToken);
                await _hub.Clients.All.SendAsync("reading", reading, stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                await using var scope = _scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<ILogger<StallBroadcast>>().LogError(ex, "Failure {Count}", ++failures);
            }
            finally
            {
                urgent.Release();
            }

            if (failures > 0)
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(failures, 60)), stoppingToken);
        }
    }
}
