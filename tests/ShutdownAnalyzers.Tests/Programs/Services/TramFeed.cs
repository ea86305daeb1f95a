using System.Net.Sockets;
using System.Text;

namespace City.Trams;

public sealed record TramPosition(int Line, int Car, double Lat, double Lon);

public interface ITramMap
{
    void Move(TramPosition position);
}

internal sealed class ControlRoomLink(string host, int port)
{
    private TcpClient? _tcp; //! HAZARD link SHUT704
    private StreamReader? _reader;

    public async Task<string?> ReadLineAsync(CancellationToken ct)
    {
        if (_reader is null)
        {
            _tcp = new TcpClient { NoDelay = true, ReceiveBufferSize = 8192 }; //! HAZARD link SHUT704
            await _tcp.ConnectAsync(host, port, ct);
            _reader = new StreamReader(_tcp.GetStream(), Encoding.ASCII);
        }

        return await _reader.ReadLineAsync(ct);
    }
}

public sealed class TramFeed : BackgroundService
{
    private readonly ControlRoomLink _link;
    private readonly ITramMap _map;
    private readonly ILogger<TramFeed> _logger;

    public TramFeed(IConfiguration configuration, ITramMap map, ILogger<TramFeed> logger)
    {
        _link = new ControlRoomLink(configuration["Trams:Host"] ?? "trams.city", configuration.GetValue("Trams:Port", 7001)); //! HAZARD link SHUT704
        _map = map;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var line = await _link.ReadLineAsync(stoppingToken);
            if (line is null)
            {
                _logger.LogWarning("The control room closed the feed");
                return;
            }

            if (Parse(line) is { } position) _map.Move(position);
        }
    }

    private static TramPosition? Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 4 && int.TryParse(parts[0], out var number) && int.TryParse(parts[1], out var car)
            && double.TryParse(parts[2], out var lat) && double.TryParse(parts[3], out var lon)
            ? new TramPosition(number, car, lat, lon)
            : null;
    }
}
