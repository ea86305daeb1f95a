namespace Mail.Spool;

public sealed class SpoolFolder(string path)
{
    public IEnumerable<FileInfo> Pending() => new DirectoryInfo(path).EnumerateFiles("*.eml");
}

internal sealed class SpoolRunner(SpoolFolder folder, IHttpClientFactory clients, ILogger<SpoolRunner> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private Task? _task;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _task = Task.Factory.StartNew(Spool, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default); //! HAZARD spool SHUT101
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _cancel.CancelAsync();
        if (_task is { } task)
            await task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _cancel.Dispose();

    private void Spool() //! HAZARD spool SHUT101
    {
        var clock = new PeriodicSleep(TimeSpan.FromSeconds(45));
        for (;;) //! HAZARD spool SHUT101
        {
            foreach (var file in folder.Pending())
                Send(file);

            clock.Sleep(); //! HAZARD spool SHUT101 SHUT102
        }
    }

    private void Send(FileInfo file)
    {
        using var client = clients.CreateClient("relay");
        using var request = new HttpRequestMessage(HttpMethod.Post, "messages") { Content = new ByteArrayContent(File.ReadAllBytes(file.FullName)) };
        try
        {
            using var response = client.Send(request, _cancel.Token);
            if (response.IsSuccessStatusCode) file.Delete();
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning(ex, "{File} stays", file.Name);
        }
    }

    private readonly record struct PeriodicSleep(TimeSpan Period)
    {
        public void Sleep() => Thread.Sleep(Period); //! HAZARD spool SHUT101 SHUT102
    }
}
