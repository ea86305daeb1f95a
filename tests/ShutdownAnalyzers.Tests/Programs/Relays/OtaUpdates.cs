using System.Net;

namespace Devices.Ota;

public interface IFirmwareShelf
{
    Stream? Open(string model, string version);
}

internal sealed class InFlight
{
    private readonly HashSet<Task> _tasks = [];
    private readonly Lock _gate = new();

    public void Track(Task task)
    {
        lock (_gate) _tasks.Add(task);
        task.ContinueWith(static (done, state) => ((InFlight)state!).Forget(done), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public Task WhenIdle()
    {
        lock (_gate) return Task.WhenAll(_tasks);
    }

    private void Forget(Task task)
    {
        lock (_gate) _tasks.Remove(task);
    }
}

public sealed class OtaServer : BackgroundService
{
    private readonly IFirmwareShelf _shelf;
    private readonly ILogger<OtaServer> _logger;
    private readonly string _prefix;
    private readonly InFlight _downloads = new();

    public OtaServer(IFirmwareShelf shelf, IConfiguration configuration, ILogger<OtaServer> logger)
    {
        _shelf = shelf;
        _logger = logger;
        _prefix = configuration["Ota:Prefix"] ?? "http://+:8266/";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add(_prefix);
        listener.Start();

        using var cutOff = new CancellationTokenSource();
        using (stoppingToken.Register(() => cutOff.CancelAfter(TimeSpan.FromSeconds(15))))
        {
            await AcceptAsync(listener, cutOff.Token, stoppingToken);
            await _downloads.WhenIdle();
        }

        _logger.LogInformation("Update server closed");
    }

    private async Task AcceptAsync(HttpListener listener, CancellationToken cutOff, CancellationToken stoppingToken)
    {
        Task<HttpListenerContext>? pending = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                pending ??= listener.GetContextAsync();
                var context = await pending.WaitAsync(stoppingToken);
                pending = null;
                _downloads.Track(ServeAsync(context, cutOff));
            }
            catch (HttpListenerException ex)
            {
                pending = null;
                _logger.LogWarning(ex, "Connection was not accepted");
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                _logger.LogDebug("No more update requests");
            }
        }

        if (pending is { IsCompletedSuccessfully: true }) _downloads.Track(ServeAsync(pending.Result, cutOff));
    }

    private async Task ServeAsync(HttpListenerContext context, CancellationToken cutOff)
    {
        await Task.Yield();
        using var response = context.Response;
        using var cut = cutOff.Register(response.Abort);
        try
        {
            var query = context.Request.QueryString;
            await using var image = _shelf.Open(query["model"] ?? "", query["version"] ?? "");
            if (image is null)
            {
                response.StatusCode = 404;
                return;
            }

            response.ContentLength64 = image.Length;
            await image.CopyToAsync(response.OutputStream, cutOff);
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "Update of {Device} was cut", context.Request.RemoteEndPoint);
            response.Abort();
        }
    }
}
