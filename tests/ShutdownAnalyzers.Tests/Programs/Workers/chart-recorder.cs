namespace Lab.Charts;

public interface IRecorder
{
    Task StartAsync(CancellationToken cancellationToken);
    Task<double[]> SamplesAsync(CancellationToken cancellationToken);
    Task ParkPenAsync();
}

public interface IChartFile
{
    void Append(ReadOnlySpan<double> samples);
}

public sealed class ChartRecorder : BackgroundService
{
    private readonly IRecorder _recorder;
    private readonly IChartFile _file;

    public ChartRecorder(IRecorder recorder, IChartFile file)
    {
        _recorder = recorder;
        _file = file;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _recorder.StartAsync(stoppingToken);
        using var parked = stoppingToken.Register(Park); //! HAZARD callback SHUT211

        while (!stoppingToken.IsCancellationRequested)
        {
            var samples = await _recorder.SamplesAsync(stoppingToken);
            _file.Append(samples);
        }
    }

    private void Park() => _recorder.ParkPenAsync().GetAwaiter().GetResult(); //! HAZARD callback SHUT211
}
