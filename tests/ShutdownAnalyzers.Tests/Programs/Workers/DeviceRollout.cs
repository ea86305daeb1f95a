using Polly;

namespace Iot.Rollout;

public interface IDeviceHub
{
    Task<bool> PushAsync(string device, Version firmware, CancellationToken cancellationToken);
}

public interface IRolloutPlan
{
    IAsyncEnumerable<(string Device, Version Firmware)> PendingAsync(CancellationToken cancellationToken);
}

public sealed class DeviceRollout(IDeviceHub hub, IRolloutPlan plan, ILogger<DeviceRollout> logger) : BackgroundService
{
    private readonly ResiliencePipeline<bool> _push = new ResiliencePipelineBuilder<bool>()
        .AddTimeout(TimeSpan.FromSeconds(90))
        .Build();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested && await RoundAsync(stoppingToken)) ; //! HAZARD silent SHUT105
    }

    private async Task<bool> RoundAsync(CancellationToken stop)
    {
        try
        {
            await foreach (var (device, firmware) in plan.PendingAsync(stop))
            {
                using var slow = new CancellationTokenSource(TimeSpan.FromMinutes(2));
                using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, stop);
                var done = await _push.ExecuteAsync(async ct => await hub.PushAsync(device, firmware, ct), either.Token);
                logger.LogInformation("{Device}: {Firmware} {Result}", device, firmware, done ? "installed" : "refused");
            }

            await Task.Delay(TimeSpan.FromHours(1), stop);
            return true;
        }
        catch (OperationCanceledException) //! HAZARD silent SHUT105
        {
            return false; //! HAZARD silent SHUT105
        }
    }
}
