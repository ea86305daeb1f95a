using System.Net.Sockets;
using System.Threading.Channels;

namespace Newsletter.Press;

public interface IPlateSetter
{
    Task ExposeAsync(string path, CancellationToken ct);
    Task ParkAsync();
}

public sealed class HotFolder : BackgroundService
{
    private readonly FileSystemWatcher _watcher; //! HAZARD watcher SHUT704 SHUT205
    private readonly Channel<string> _pages = Channel.CreateUnbounded<string>();
    private readonly IPlateSetter _setter;

    public HotFolder(IPlateSetter setter, IConfiguration configuration)
    {
        _setter = setter;
        _watcher = new FileSystemWatcher(configuration["HotFolder"] ?? "/srv/pages", "*.tif"); //! HAZARD watcher SHUT704 SHUT205
        _watcher.Created += (_, e) => _pages.Writer.TryWrite(e.FullPath); //! HAZARD watcher SHUT704 SHUT205
        _watcher.EnableRaisingEvents = true; //! HAZARD watcher SHUT704 SHUT205
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var page in _pages.Reader.ReadAllAsync(CancellationToken.None))
            await _setter.ExposeAsync(page, CancellationToken.None);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _pages.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }
}

public sealed class PressMonitor(IPlateSetter setter, ILogger<PressMonitor> logger) : BackgroundService
{
    private readonly byte[] _frame = new byte[16];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("press", 502, stoppingToken);
        await using var stream = client.GetStream();
        do
        {
            await stream.ReadExactlyAsync(_frame, stoppingToken);
            logger.LogDebug("Sheet {Count}", BitConverter.ToInt32(_frame, 4));
        }
        while (!stoppingToken.IsCancellationRequested);

        await setter.ParkAsync(); //! HAZARD park SHUT107
    }
}

public sealed class InkGauge
{
    private readonly ILogger<InkGauge> _logger;
    private volatile int _percent = 100;

    public InkGauge(ILogger<InkGauge> logger)
    {
        _logger = logger;
        var poll = new Thread(Poll) { Name = "ink" }; //! HAZARD ink SHUT509 SHUT101 SHUT102
        poll.Start(); //! HAZARD ink SHUT509 SHUT101 SHUT102
    }

    public int Percent => _percent;

    private void Poll()
    {
        while (true) //! HAZARD ink SHUT509 SHUT101 SHUT102
        {
            _percent = File.Exists("/dev/ink") ? File.ReadAllBytes("/dev/ink")[0] : 0;
            if (_percent < 10)
                _logger.LogWarning("Ink is low");

            Thread.Sleep(TimeSpan.FromSeconds(30)); //! HAZARD ink SHUT509 SHUT101 SHUT102
        }
    }
}
