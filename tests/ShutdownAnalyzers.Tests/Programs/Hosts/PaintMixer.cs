namespace Factory.Paint;

public interface IValve
{
    Task OpenAsync(string colour, TimeSpan duration, CancellationToken token);
}

public sealed record Recipe(string Name, IReadOnlyDictionary<string, int> Parts);

public interface IRecipeQueue
{
    Task<Recipe> DequeueAsync(CancellationToken token);
}

public sealed class PaintMixer : BackgroundService
{
    private readonly IValve _valve;
    private readonly IRecipeQueue _queue;
    private readonly ILogger<PaintMixer> _logger;
    private readonly CancellationTokenSource _abort = new(); //! HAZARD abort SHUT110

    public PaintMixer(IValve valve, IRecipeQueue queue, ILogger<PaintMixer> logger)
    {
        _valve = valve;
        _queue = queue;
        _logger = logger;
    }

    public override void Dispose()
    {
        base.Dispose();
        _abort.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => MixAsync(_abort.Token); //! HAZARD abort SHUT110

    private async Task MixAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            var recipe = await _queue.DequeueAsync(token);
            foreach (var (colour, parts) in recipe.Parts)
                await _valve.OpenAsync(colour, TimeSpan.FromMilliseconds(40 * parts), token);

            _logger.LogInformation("{Recipe} mixed", recipe.Name);
        }
    }
}
