using System.IO.Ports;

namespace Quarry.Weighing;

public interface IWeighings
{
    Task RecordAsync(decimal kilograms, CancellationToken cancellationToken);
}

public sealed class Weighbridge : BackgroundService
{
    private readonly IWeighings _weighings;
    private readonly string _portName;

    public Weighbridge(IWeighings weighings, IConfiguration configuration)
        => (_weighings, _portName) = (weighings, configuration["Scale:Port"] ?? "/dev/ttyS0");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var port = new SerialPort(_portName, 9600, Parity.Even, 7, StopBits.One) { NewLine = "\r\n" };
        port.Open();

        while (!stoppingToken.IsCancellationRequested) //! HAZARD serial SHUT103 SHUT102
        {
            var frame = await Task.Run(port.ReadLine, stoppingToken); //! HAZARD serial SHUT103 SHUT102
            if (TryParse(frame, out var kilograms))
                await _weighings.RecordAsync(kilograms, stoppingToken);
        }
    }

    private static bool TryParse(ReadOnlySpan<char> frame, out decimal kilograms)
    {
        kilograms = 0;
        return frame.StartsWith("ST,GS,") && decimal.TryParse(frame[6..].TrimEnd("kg "), out kilograms);
    }
}
