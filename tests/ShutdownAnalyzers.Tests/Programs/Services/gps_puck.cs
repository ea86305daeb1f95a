using System.IO.Ports;

namespace Boat.Gps;

public sealed record Fix(double Lat, double Lon, int Satellites);

public interface IChart
{
    void Move(Fix fix);
}

public sealed class GpsPuck(IChart chart, IConfiguration configuration, ILogger<GpsPuck> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(
        () => ReadAll(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void ReadAll(CancellationToken stop)
    {
        using var port = new SerialPort(configuration["Gps:Port"] ?? "/dev/ttyACM0", 4800) { NewLine = "\r\n" };
        port.Open();
        using var closing = stop.Register(port.Close);

        while (!stop.IsCancellationRequested)
        {
            string sentence;
            try
            {
                sentence = port.ReadLine();
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "The puck was unplugged");
                return;
            }

            if (Parse(sentence) is { } fix) chart.Move(fix);
        }

        logger.LogInformation("GPS is off");
    }

    private static Fix? Parse(string sentence)
    {
        if (sentence.Split(',') is not ["$GPGGA", _, var lat, var ns, var lon, var ew, not "0", var satellites, ..]) return null;
        return Degrees(lat, 2) is { } y && Degrees(lon, 3) is { } x && int.TryParse(satellites, out var count)
            ? new Fix(ns == "S" ? -y : y, ew == "W" ? -x : x, count)
            : null;
    }

    private static double? Degrees(string text, int digits)
        => text.Length > digits && double.TryParse(text[..digits], out var degrees) && double.TryParse(text[digits..], out var minutes) ? degrees + minutes / 60 : null;
}
