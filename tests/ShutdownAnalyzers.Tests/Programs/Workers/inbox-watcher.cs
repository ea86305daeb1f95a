namespace Mail.Inbox;

public interface IMailParser
{
    Task ParseAsync(string file, CancellationToken cancellationToken);
}

public sealed class InboxWatcher : BackgroundService
{
    private readonly IMailParser _parser;
    private readonly SemaphoreSlim _arrived = new(1);
    private readonly string _folder;

    public InboxWatcher(IMailParser parser, IConfiguration configuration)
        => (_parser, _folder) = (parser, configuration["Mail:Inbox"] ?? "/var/mail/in");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watcher = new FileSystemWatcher(_folder, "*.eml");
        watcher.Created += OnCreated;
        watcher.EnableRaisingEvents = true;
        try
        {
            while (true)
            {
                await _arrived.WaitAsync(TimeSpan.FromMinutes(1), stoppingToken);
                foreach (var file in Directory.GetFiles(_folder, "*.eml"))
                {
                    await _parser.ParseAsync(file, stoppingToken);
                    File.Delete(file);
                }
            }
        }
        finally
        {
            watcher.EnableRaisingEvents = false;
            watcher.Created -= OnCreated;
        }
    }

    private void OnCreated(object sender, FileSystemEventArgs e)
    {
        if (_arrived.CurrentCount == 0) _arrived.Release();
    }
}
