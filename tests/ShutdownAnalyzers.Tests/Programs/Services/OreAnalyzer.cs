namespace Mine.Ore;

public sealed record Probe(int Shaft, byte[] Spectrum);

public interface ISpectrometer
{
    Probe? Next();
}

public interface IAssayBook
{
    void Enter(int shaft, double gramsPerTon);
}

public sealed class OreAnalyzer(ISpectrometer spectrometer, IAssayBook book, ILogger<OreAnalyzer> logger) : BackgroundService
{
    private CancellationToken _halt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _halt = stoppingToken;
        return Task.Factory.StartNew(Analyze, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Analyze()
    {
        var analyzed = 0;
        do
        {
            while (spectrometer.Next() is { } probe)
            {
                book.Enter(probe.Shaft, Evaluate(probe.Spectrum));
                analyzed++;
                if (_halt.IsCancellationRequested) break;
            }
        }
        while (!Rest(TimeSpan.FromSeconds(4)));

        logger.LogInformation("{Count} probes analyzed", analyzed);
    }

    private bool Rest(TimeSpan time) => _halt.WaitHandle.WaitOne(time);

    private static double Evaluate(byte[] spectrum)
    {
        var peak = 0;
        for (var i = 1; i < spectrum.Length - 1; i++)
        {
            if (spectrum[i] > spectrum[i - 1] && spectrum[i] > spectrum[i + 1])
                peak = Math.Max(peak, spectrum[i]);
        }

        return peak / 255.0 * 31.1;
    }
}

public interface IFurnace
{
    ValueTask<double> CelsiusAsync();
    ValueTask SetPowerAsync(int percent);
}

public sealed class FurnaceControl(IFurnace furnace) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var source = stoppingToken;
        await Task.Run(() => ControlAsync(() => source.IsCancellationRequested, time => Task.Delay(time, source)), source);
    }

    private async Task ControlAsync(Func<bool> over, Func<TimeSpan, Task> rest)
    {
        try
        {
            while (!over())
            {
                var celsius = await furnace.CelsiusAsync();
                await furnace.SetPowerAsync(celsius < 1_050 ? 100 : 20);
                await rest(TimeSpan.FromSeconds(2));
            }
        }
        finally
        {
            await furnace.SetPowerAsync(0);
        }
    }
}
