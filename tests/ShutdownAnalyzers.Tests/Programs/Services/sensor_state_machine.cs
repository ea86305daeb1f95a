using System.Globalization;

namespace Rail.Axles;

internal enum Phase { Connect, Calibrate, Measure, Upload, Recover }

public sealed record AxleReading(string Train, int Axle, double Celsius);

public interface IAxleSensor
{
    Task<bool> ConnectAsync(string address);
    Task<double> ZeroAsync();
    Task<IReadOnlyList<AxleReading>> MeasureAsync(TimeSpan window);
    Task ResetAsync();
}

public interface IHotBoxCentre
{
    Task<bool> TryUploadAsync(IReadOnlyList<AxleReading> readings);
    Task AlarmAsync(AxleReading reading);
}

internal sealed class Trackside
{
    private readonly IAxleSensor _sensor;
    private readonly IHotBoxCentre _centre;
    private readonly ILogger _logger;
    private readonly List<AxleReading> _pending = [];
    private double _zero;
    private int _failures;

    public Trackside(IAxleSensor sensor, IHotBoxCentre centre, ILogger logger)
    {
        _sensor = sensor;
        _centre = centre;
        _logger = logger;
    }

    public string Address { get; init; } = "10.0.0.7:502";

    public async Task OperateAsync() //! HAZARD phases SHUT101
    {
        for (var phase = Phase.Connect; ; phase = await StepAsync(phase)) //! HAZARD phases SHUT101
            _logger.LogTrace("{Address}: {Phase}", Address, phase);
    }

    private async Task<Phase> StepAsync(Phase phase)
    {
        try
        {
            return phase switch
            {
                Phase.Connect => await _sensor.ConnectAsync(Address) ? Phase.Calibrate : Phase.Recover,
                Phase.Calibrate => await CalibrateAsync(),
                Phase.Measure => await MeasureAsync(),
                Phase.Upload => await UploadAsync(),
                _ => await RecoverAsync(),
            };
        }
        catch (IOException ex)
        {
            _logger.LogWarning(ex, "{Address} failed in {Phase}", Address, phase);
            return Phase.Recover;
        }
    }

    private async Task<Phase> CalibrateAsync()
    {
        _zero = await _sensor.ZeroAsync();
        _failures = 0;
        return Phase.Measure;
    }

    private async Task<Phase> MeasureAsync()
    {
        foreach (var reading in await _sensor.MeasureAsync(TimeSpan.FromSeconds(5)))
        {
            var corrected = reading with { Celsius = reading.Celsius - _zero };
            if (corrected.Celsius > 105) await _centre.AlarmAsync(corrected);
            _pending.Add(corrected);
        }

        return _pending.Count > 50 ? Phase.Upload : Phase.Measure;
    }

    private async Task<Phase> UploadAsync()
    {
        if (!await _centre.TryUploadAsync(_pending)) return Phase.Recover;
        _pending.Clear();
        return Phase.Measure;
    }

    private async Task<Phase> RecoverAsync()
    {
        await _sensor.ResetAsync();
        await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, ++_failures * 5))); //! HAZARD phases SHUT101 SHUT102
        return Phase.Connect;
    }
}

public sealed class TracksideService(IAxleSensor sensor, IHotBoxCentre centre, IConfiguration configuration, ILogger<TracksideService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        var trackside = new Trackside(sensor, centre, logger)
        {
            Address = configuration["Trackside:Address"] ?? string.Create(CultureInfo.InvariantCulture, $"10.0.{Random.Shared.Next(8)}.7:502"),
        };
        await trackside.OperateAsync(); //! HAZARD phases SHUT101
    }
}
