namespace Discovery.Entry;

public interface IDirectory
{
    Task EnterAsync(string service, Uri address);
    Task LeaveAsync(string service);
}

public sealed class DirectoryEntry
{
    private readonly IDirectory _directory;
    private readonly ILogger<DirectoryEntry> _logger;

    public DirectoryEntry(IDirectory directory, IHostApplicationLifetime lifetime, ILogger<DirectoryEntry> logger)
    {
        _directory = directory;
        _logger = logger;
        OnStop(lifetime, LeaveAsync); //! HAZARD leave SHUT301
    }

    public string Name { get; init; } = "billing";

    public Task EnterAsync(Uri address) => _directory.EnterAsync(Name, address);

    private static void OnStop(IHostApplicationLifetime lifetime, Func<Task> action)
        => lifetime.ApplicationStopping.Register(() => action()); //! HAZARD leave SHUT301

    private async Task LeaveAsync()
    {
        try
        {
            await _directory.LeaveAsync(Name);
            _logger.LogInformation("{Name} left the directory", Name);
        }
        catch (HttpRequestException ex)
        {
            _logger.LogWarning(ex, "The directory keeps {Name} until its time to live ends", Name);
        }
    }
}
