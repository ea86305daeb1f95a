using System.Net.Sockets;

namespace Factory.SerialHub;

public abstract class Owner : IHostedService, IAsyncDisposable
{
    private readonly Stack<IDisposable> _owned = new();

    protected T Own<T>(T resource) where T : IDisposable
    {
        _owned.Push(resource);
        return resource;
    }

    public abstract Task StartAsync(CancellationToken cancellationToken);

    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var resource))
            resource.Dispose();

        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

public sealed class SerialHub(IConfiguration configuration) : Owner
{
    private TcpClient? _client;
    private FileSystemWatcher? _watcher;
    private volatile string _program = "";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _client = Own(new TcpClient { NoDelay = true });
        await _client.ConnectAsync(configuration["Hub:Host"] ?? "hub", 4001, cancellationToken);

        _watcher = Own(new FileSystemWatcher(AppContext.BaseDirectory, "*.nc"));
        _watcher.Changed += (_, e) => _program = e.FullPath;
        _watcher.EnableRaisingEvents = true;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        if (_client is not { Connected: true } client) return;
        await client.GetStream().WriteAsync(frame, cancellationToken);
    }

    public string Program => _program;
}
