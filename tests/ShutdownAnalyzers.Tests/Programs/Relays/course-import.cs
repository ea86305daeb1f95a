using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Lms.Import;

public sealed record Course(string Code, string Title, string[] Lessons);

public interface ICourseCatalog
{
    Task<bool> ImportAsync(Course course, CancellationToken cancellationToken);
}

public sealed class ImportSettings
{
    public string Inbox { get; init; } = "inbox";
    public int Parallel { get; init; } = 3;
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(20);
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}

internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    public Patience(TimeSpan grace, CancellationToken stop) => _registration = stop.Register(() => _source.CancelAfter(grace));

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}

public sealed partial class CourseImport(ICourseCatalog catalog, ImportSettings settings, ILogger<CourseImport> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Directory.CreateDirectory(settings.Inbox);
        return Task.Run(() => ImportAllAsync(stoppingToken), CancellationToken.None);
    }

    private async Task ImportAllAsync(CancellationToken stop)
    {
        using var lanes = new SemaphoreSlim(settings.Parallel);
        using var patience = new Patience(settings.Grace, stop);
        var busy = new Dictionary<string, Task>();

        try
        {
            await foreach (var file in FilesAsync(stop))
            {
                foreach (var done in busy.Where(entry => entry.Value.IsCompleted).Select(entry => entry.Key).ToArray())
                    busy.Remove(done);

                if (busy.ContainsKey(file)) continue;

                await lanes.WaitAsync(stop);
                busy[file] = ImportAsync(file);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogDebug("No more imports are begun");
        }
        finally
        {
            await Task.WhenAll(busy.Values);
        }

        async Task ImportAsync(string file)
        {
            try
            {
                await ImportOneAsync(file, patience.Token);
            }
            finally
            {
                lanes.Release();
            }
        }
    }
}

public sealed partial class CourseImport
{
    private async IAsyncEnumerable<string> FilesAsync([EnumeratorCancellation] CancellationToken stop)
    {
        for (; ; )
        {
            foreach (var file in Directory.GetFiles(settings.Inbox, "*.course.json"))
                yield return file;

            await Task.Delay(settings.Pause, stop);
        }
    }

    private async Task ImportOneAsync(string file, CancellationToken patience)
    {
        try
        {
            var course = JsonSerializer.Deserialize<Course>(await File.ReadAllTextAsync(file, patience));
            if (course is not null && await catalog.ImportAsync(course, patience)) File.Move(file, file + ".done", overwrite: true);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            logger.LogWarning("{File} is left for the next start", file);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{File} was not imported", file);
        }
    }
}
