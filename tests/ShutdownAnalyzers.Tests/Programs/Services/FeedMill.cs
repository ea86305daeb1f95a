namespace Agri.FeedMill;

public interface IMixer
{
    Task MixAsync(string recipe);
    Task RinseAsync(CancellationToken ct);
}

public interface IRecipeBook
{
    ValueTask<string?> NextAsync();
}

public abstract class ShiftService : BackgroundService
{
    private readonly TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected bool ShiftIsOver => _bell.Task.IsCompleted;

    /// <summary>True as long as the shift goes on.</summary>
    protected async Task<bool> PauseAsync(TimeSpan time)
    {
        await Task.WhenAny(_bell.Task, Task.Delay(time));
        return !ShiftIsOver;
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _bell.TrySetResult();
        return base.StopAsync(cancellationToken);
    }
}

public sealed class FeedMill(IMixer mixer, IRecipeBook recipes, ILogger<FeedMill> logger) : ShiftService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var mixed = 0;
        try
        {
            do
            {
                while (!ShiftIsOver && await recipes.NextAsync() is { } recipe)
                {
                    await mixer.MixAsync(recipe);
                    mixed++;
                }
            }
            while (await PauseAsync(TimeSpan.FromMinutes(1)));
        }
        finally
        {
            using var rinse = new CancellationTokenSource(TimeSpan.FromSeconds(8));
            await mixer.RinseAsync(rinse.Token);
        }

        logger.LogInformation("{Count} batches mixed", mixed);
    }
}
