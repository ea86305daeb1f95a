namespace Farm.Forecast;

public interface ISatellite
{
    Task<float[]> TileAsync(int field, CancellationToken cancellationToken);
}

public interface IYieldModel
{
    void Train(int field, float[] tile);
    void Relax();
}

public abstract class Stoppable : BackgroundService
{
    private CancellationToken _stopping;

    protected void ThrowIfStopping() => _stopping.ThrowIfCancellationRequested();

    protected CancellationToken Stopping => _stopping;

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        return Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    protected abstract void Work();
}

public sealed class CropForecast(ISatellite satellite, IYieldModel model) : Stoppable
{
    private const int Fields = 64;

    protected override void Work()
    {
        var field = 0;
        while (true)
        {
            ThrowIfStopping();
            var tile = satellite.TileAsync(field, Stopping).GetAwaiter().GetResult();
            model.Train(field, tile);

            field = (field + 1) % Fields;
            if (field == 0) Settle();
        }
    }

    private void Settle()
    {
        model.Relax();
        Stopping.WaitHandle.WaitOne(TimeSpan.FromMinutes(10));
    }
}
