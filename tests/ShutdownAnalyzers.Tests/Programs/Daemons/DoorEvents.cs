using System.Collections.Immutable;

namespace Office.Doors;

public sealed record DoorEvent(string Door, string Badge, DateTimeOffset At);

public interface IDoorController
{
    event EventHandler<DoorEvent>? Opened;
    Task ArmAsync(CancellationToken cancellationToken);
    Task DisarmAsync(CancellationToken cancellationToken);
}

public interface IAccessLog
{
    Task WriteAsync(DoorEvent opened, CancellationToken cancellationToken);
}

/// <summary>ExecuteAsync only subscribes, but it stays until the end and takes everything back in reverse order.</summary>
internal sealed class DoorRecorder(IDoorController doors, IAccessLog log, ILogger<DoorRecorder> logger) : BackgroundService
{
    private ImmutableList<Task> _writing = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        doors.Opened += OnOpened;
        try
        {
            await doors.ArmAsync(stoppingToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Doors are released");
        }
        finally
        {
            doors.Opened -= OnOpened;
            await UndoAsync();
        }
    }

    private async Task UndoAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(8));
        try
        {
            await Task.WhenAll(_writing).WaitAsync(limit.Token);
            await doors.DisarmAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            logger.LogError("The doors were not disarmed in time");
        }
    }

    private void OnOpened(object? sender, DoorEvent opened)
    {
        var writing = WriteAsync(opened);
        ImmutableInterlocked.Update(ref _writing, static (list, task) => list.RemoveAll(t => t.IsCompleted).Add(task), writing);
    }

    private async Task WriteAsync(DoorEvent opened)
    {
        try
        {
            await log.WriteAsync(opened, CancellationToken.None);
        }
        catch (IOException e)
        {
            logger.LogError(e, "{Door} was opened by {Badge}, and nobody will know", opened.Door, opened.Badge);
        }
    }
}

/// <summary>Runs once and returns: there is nothing left that could be stopped.</summary>
internal sealed class BadgeImport(IConfiguration configuration, ILogger<BadgeImport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (configuration["Badges"] is not { } path || !File.Exists(path)) return;

        var count = 0;
        using var reader = File.OpenText(path);
        while (await reader.ReadLineAsync(stoppingToken) is { } line)
        {
            if (line.Length > 0 && line[0] != '#') count++;
        }

        logger.LogInformation("{Count} badges are known", count);
    }
}

public static class DoorServices
{
    public static IServiceCollection AddDoors<TController, TLog>(this IServiceCollection services)
        where TController : class, IDoorController
        where TLog : class, IAccessLog
        => services
            .AddSingleton<IDoorController, TController>()
            .AddSingleton<IAccessLog, TLog>()
            .AddHostedService<BadgeImport>()
            .AddHostedService<DoorRecorder>();
}
