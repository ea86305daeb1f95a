namespace Edi.DropFolder;

public interface IInbound
{
    void Offer(string file);
    void Report(Exception error);
}

public sealed class DropFolder : IHostedService
{
    private readonly FileSystemWatcher _watcher; //! HAZARD watcher SHUT205 SHUT704
    private readonly IInbound _inbound;
    private readonly ILogger<DropFolder> _logger;

    public DropFolder(IConfiguration configuration, IInbound inbound, ILogger<DropFolder> logger)
    {
        _inbound = inbound;
        _logger = logger;
        _watcher = new FileSystemWatcher(configuration["Edi:Folder"] ?? "/var/edi/in", "*.x12") //! HAZARD watcher SHUT205 SHUT704
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size,
            InternalBufferSize = 32 * 1024,
        };
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var left in Directory.EnumerateFiles(_watcher.Path, _watcher.Filter))
            _inbound.Offer(left);

        _watcher.Created += (_, e) => _inbound.Offer(e.FullPath); //! HAZARD watcher SHUT205 SHUT704
        _watcher.Error += OnError;
        _watcher.EnableRaisingEvents = true; //! HAZARD watcher SHUT205 SHUT704
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("No more files from {Path}", _watcher.Path);
        return Task.CompletedTask;
    }

    private void OnError(object sender, ErrorEventArgs e) => _inbound.Report(e.GetException());
}

public interface IPartnerList
{
    Task<IReadOnlyList<string>> LoadAsync(CancellationToken ct);
    void Set(IReadOnlyList<string> partners);
}

public sealed class PartnerPreload(IPartnerList partners) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => partners.Set(await partners.LoadAsync(cancellationToken));

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
