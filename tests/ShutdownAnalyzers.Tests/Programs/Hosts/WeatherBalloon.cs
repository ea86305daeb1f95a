using System.Globalization;

namespace Balloon.Tracking;

public sealed record Fix(double Latitude, double Longitude, double Altitude, DateTimeOffset At);

public interface IGpsReceiver
{
    Task<string> ReadSentenceAsync(CancellationToken ct);
}

public interface IGroundLink
{
    Task SendAsync(Fix fix, CancellationToken ct);
    Task SayLandedAsync(CancellationToken ct);
}

internal sealed class Flight : IDisposable
{
    private readonly CancellationTokenSource _landed = new(); //! HAZARD flight SHUT110 SHUT101 SHUT102
    private double _highest;

    public CancellationToken InTheAir => _landed.Token; //! HAZARD flight SHUT110 SHUT101 SHUT102

    public double Highest => _highest;

    public void Note(Fix fix) => _highest = Math.Max(_highest, fix.Altitude);

    public bool Falling(Fix fix) => fix.Altitude < _highest - 500;

    public void Dispose() => _landed.Dispose();
}

public sealed class TrackingService : BackgroundService
{
    private readonly Flight _flight = new();
    private readonly IGpsReceiver _gps;
    private readonly IGroundLink _link;
    private readonly ILogger<TrackingService> _logger;

    public TrackingService(IGpsReceiver gps, IGroundLink link, ILogger<TrackingService> logger)
        => (_gps, _link, _logger) = (gps, link, logger);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => TrackAsync(_flight.InTheAir); //! HAZARD flight SHUT110 SHUT101 SHUT102

    private async Task TrackAsync(CancellationToken ct)
    {
        var period = TimeSpan.FromSeconds(10);
        while (!ct.IsCancellationRequested) //! HAZARD flight SHUT110 SHUT101 SHUT102
        {
            var sentence = await _gps.ReadSentenceAsync(ct);
            if (Parse(sentence) is { } fix)
            {
                _flight.Note(fix);
                await _link.SendAsync(fix, ct);
                period = _flight.Falling(fix) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(10);
            }

            await Task.Delay(period, ct); //! HAZARD flight SHUT110 SHUT101 SHUT102
        }
    }

    private Fix? Parse(string sentence)
    {
        var parts = sentence.Split(',');
        if (parts is not ["$FIX", var lat, var lon, var alt, ..])
        {
            _logger.LogDebug("Ignored {Sentence}", sentence);
            return null;
        }

        return new(Number(lat), Number(lon), Number(alt), DateTimeOffset.UtcNow);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _link.SayLandedAsync(cancellationToken);
        _logger.LogInformation("Highest point {Metres:F0} m", _flight.Highest);
    }

    public override void Dispose()
    {
        _flight.Dispose();
        base.Dispose();
    }
}
