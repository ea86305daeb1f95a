using System.Net.Sockets;

namespace Wind.Mast;

public interface IWindArchive
{
    Task StoreAsync(string line, CancellationToken ct);
}

public sealed class MastReader : BackgroundService
{
    private readonly string _host;
    private readonly IWindArchive _archive;
    private TcpClient? _client; //! HAZARD socket SHUT704
    private StreamReader? _reader;

    public MastReader(IConfiguration configuration, IWindArchive archive)
    {
        _host = configuration["Mast:Host"] ?? "mast-1";
        _archive = archive;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ConnectAsync(stoppingToken);
        while (await _reader!.ReadLineAsync(stoppingToken) is { } line)
            await _archive.StoreAsync(line, stoppingToken);
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        _client = new TcpClient { NoDelay = true }; //! HAZARD socket SHUT704
        await _client.ConnectAsync(_host, 4001, ct); //! HAZARD socket SHUT704
        _reader = new StreamReader(_client.GetStream()); //! HAZARD socket SHUT704
    }
}
