using System.Diagnostics;

namespace Farm.Greenhouse;

public interface ISoilProbe
{
    double Moisture(int bed);
}

public interface IValve
{
    void Open(int bed);
    void Close(int bed);
}

public sealed class GreenhousePump(ISoilProbe probe, IValve valve, ILogger<GreenhousePump> logger) : BackgroundService
{
    private const int Beds = 12;
    private readonly Stopwatch[] _open = new Stopwatch[Beds];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Run(WaterAsync, stoppingToken); //! HAZARD body SHUT111 SHUT101 SHUT102
        }
        finally
        {
            for (var bed = 0; bed < Beds; bed++)
                valve.Close(bed);
        }
    }

    private async Task WaterAsync() //! HAZARD body SHUT111 SHUT101
    {
        while (true) //! HAZARD body SHUT111 SHUT101
        {
            for (var bed = 0; bed < Beds; bed++)
                Regulate(bed, probe.Moisture(bed));

            await Task.Delay(TimeSpan.FromSeconds(20)); //! HAZARD body SHUT111 SHUT102 SHUT101
        }
    }

    private void Regulate(int bed, double moisture)
    {
        var open = _open[bed];
        switch (moisture)
        {
            case < 0.25 when open is null:
                _open[bed] = Stopwatch.StartNew();
                valve.Open(bed);
                logger.LogInformation("Bed {Bed} gets water at {Moisture:P0}", bed, moisture);
                break;
            case > 0.4 when open is not null:
                valve.Close(bed);
                logger.LogInformation("Bed {Bed} was watered for {Time}", bed, open.Elapsed);
                _open[bed] = null!;
                break;
            default:
                if (open?.Elapsed > TimeSpan.FromMinutes(30)) valve.Close(bed);
                break;
        }
    }
}
