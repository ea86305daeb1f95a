namespace Alps.Lift;

public interface IWinch
{
    Task RunAsync(double speed, CancellationToken ct);
    void EmergencyBrake();
}

public sealed class LiftState : IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    public LiftState(IHostApplicationLifetime lifetime) => Registration = lifetime.ApplicationStopping.Register(_closing.Cancel);

    private CancellationTokenRegistration Registration { get; }

    public CancellationToken Closing => _closing.Token;

    public void CloseFor(TimeSpan storm) => _closing.CancelAfter(storm);

    public void Dispose()
    {
        Registration.Dispose();
        _closing.Dispose();
    }
}

public sealed class SkiLift(IWinch winch, LiftState state, ILogger<SkiLift> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var closing = state.Closing;
        try
        {
            while (true)
            {
                try
                {
                    await winch.RunAsync(2.5, closing);
                }
                catch (TimeoutException ex)
                {
                    winch.EmergencyBrake();
                    logger.LogError(ex, "The winch stalls");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(400), closing);
            }
        }
        finally
        {
            winch.EmergencyBrake();
        }
    }
}

public static class LiftModule
{
    public static IServiceCollection AddLift(this IServiceCollection services)
        => services.AddSingleton<LiftState>().AddHostedService<SkiLift>();
}
